using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>The lifecycle's refusals; <see cref="LifecycleTests"/> has the way through.</summary>
public sealed class ExperimentRulesTests(EmbeddedServer fixture) : IClassFixture<EmbeddedServer>, IAsyncLifetime
{
    private ExperimentService.ExperimentServiceClient Experiments => fixture.Experiments;

    public async ValueTask InitializeAsync()
    {
        foreach (var key in new[] { "conversion", "latency" })
        {
            await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric(key), RequestId = $"metric-{key}" });
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_illegal_transition_names_the_legal_ones()
    {
        await DraftAsync("illegal");

        var start = await Refusals.OfAsync(Experiments.StartExperimentAsync(new StartExperimentRequest { Key = "illegal" }));
        var conclude = await Refusals.OfAsync(fixture.Approvals.ConcludeExperimentAsync(new ConcludeExperimentRequest { Key = "illegal", Decision = Decision.RolledBack }));
        await Experiments.ArchiveExperimentAsync(Move("illegal"));
        var update = await Refusals.OfAsync(Experiments.UpdateExperimentAsync(new UpdateExperimentRequest { Experiment = Sample("illegal") }));

        Assert.Equal((StatusCode.FailedPrecondition, "ILLEGAL_TRANSITION"), (start.Code, start.Reason));
        Assert.Equal("UpdateExperiment,SubmitExperiment,ArchiveExperiment", start.Facts["legal_transitions"]);
        Assert.Contains("DRAFT", conclude.Message);
        Assert.Equal(("ILLEGAL_TRANSITION", "ARCHIVED", ""), (update.Reason, update.Facts["state"], update.Facts["legal_transitions"]));
    }

    [Fact]
    public async Task A_draft_that_lacks_everything_is_told_everything()
    {
        await CreateFlagAsync("lacking");
        await Experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = new Experiment { Key = "lacking", FlagKey = "lacking" } });

        var refusal = await Refusals.OfAsync(Experiments.SubmitExperimentAsync(Move("lacking")));

        Assert.Equal((StatusCode.FailedPrecondition, "REVIEW_INCOMPLETE"), (refusal.Code, refusal.Reason));
        string[] expected =
        [
            "experiment.hypothesis", "experiment.owner", "experiment.analysis_mode", "experiment.primary_metric", "experiment.guardrail_metrics",
            "experiment.variants", "experiment.variants", "experiment.power_plan",
        ];
        Assert.Equal(expected, refusal.Fields);
    }

    [Fact]
    public async Task A_draft_that_makes_no_sense_is_refused_with_every_violation()
    {
        var experiment = new Experiment
        {
            Key = "sens eless",
            FlagKey = "no-such-flag",
            Hypothesis = new string('x', 4_001),
            TrafficBasisPoints = 10_001,
            Variants =
            {
                new ExperimentVariant { Variant = "a", WeightBasisPoints = 10_000 },
                new ExperimentVariant { Variant = "a", WeightBasisPoints = 1 },
            },
            PrimaryMetric = "m",
            SecondaryMetrics = { "m" },
            LayerSlice = { new BucketRange { Start = 5, End = 5 } },
            Targeting = new Condition { Attribute = new AttributeCondition { Attribute = "country" } },
            PowerPlan = new PowerPlan { MinimumDetectableEffect = -1, Alpha = 0.5, Power = 1, PlannedUnits = 1, PlannedDays = 91 },
        };

        var refusal = await Refusals.OfAsync(Experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = experiment }));

        string[] expected =
        [
            "experiment.key", "experiment.flag_key", "experiment.hypothesis", "experiment.traffic_basis_points", "experiment.variants[0].weight_basis_points",
            "experiment.variants", "experiment.secondary_metrics", "experiment.layer_slice", "experiment.layer_slice", "experiment.targeting.operator",
            "experiment.power_plan.minimum_detectable_effect", "experiment.power_plan.alpha", "experiment.power_plan.power",
            "experiment.power_plan.planned_units", "experiment.power_plan.planned_days",
        ];
        Assert.Equal(expected.Order(), refusal.Fields.Order());
    }

    [Fact]
    public async Task Nobody_approves_what_he_submitted_and_changes_need_a_reason()
    {
        var both = new ExperimentService.ExperimentServiceClient(await fixture.Server.AsAsync("barbara", Role.Editor, Role.Approver));
        await DraftAsync("four-eyes");
        await both.SubmitExperimentAsync(Move("four-eyes"));

        var self = await Refusals.OfAsync(both.ApproveExperimentAsync(Move("four-eyes")));
        var silent = await Refusals.OfAsync(fixture.Approvals.RequestChangesAsync(Move("four-eyes")));
        var back = await fixture.Approvals.RequestChangesAsync(Move("four-eyes", "say more"));

        Assert.Equal((StatusCode.FailedPrecondition, "SELF_APPROVAL"), (self.Code, self.Reason));
        Assert.Equal(["reason"], silent.Fields);
        Assert.Equal(ExperimentState.Draft, back.State);
    }

    [Fact]
    public async Task A_second_experiment_on_a_flag_needs_a_disjoint_slice_of_the_same_layer()
    {
        await fixture.Flags.PutLayerAsync(new PutLayerRequest { Layer = new Layer { Key = "shared", Holdout = { new BucketRange { Start = 9_000, End = 10_000 } } } });
        await CreateFlagAsync("busy");
        await StartAsync(InLayer("busy-first", "busy", 0, 4_000));

        var alone = await NotReservableAsync(Sample("busy-alone", "busy"));
        var overlapping = await NotReservableAsync(InLayer("busy-overlap", "busy", 3_000, 5_000));
        var heldOut = await NotReservableAsync(InLayer("busy-held-out", "busy", 8_000, 9_500));
        var second = await StartAsync(InLayer("busy-second", "busy", 4_000, 8_000));

        Assert.Equal(["experiment.flag_key"], alone.Fields);
        Assert.Equal(["experiment.layer_slice"], overlapping.Fields);
        Assert.Contains("experiments/busy-first", overlapping.Message);
        Assert.Equal(["experiment.layer_slice"], heldOut.Fields);
        Assert.Equal(ExperimentState.Running, second.State);
        var taken = await Refusals.OfAsync(fixture.Flags.PutLayerAsync(new PutLayerRequest
        {
            Layer = new Layer { Key = "shared", Holdout = { new BucketRange { Start = 0, End = 1 } } },
        }));
        Assert.Equal((StatusCode.FailedPrecondition, "IN_USE"), (taken.Code, taken.Reason));
    }

    [Fact]
    public async Task A_flag_keeps_the_variants_that_a_running_experiment_gives()
    {
        await CreateFlagAsync("kept");
        await StartAsync(Sample("kept", "kept"));
        var flag = await fixture.Flags.GetFlagAsync(new GetFlagRequest { Key = "kept" });
        var changed = flag.Clone();
        changed.Variants[1].Value = new FlagValue { StringValue = "newer" };
        flag.Variants.RemoveAt(1);

        var value = await Refusals.OfAsync(fixture.Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = changed }));
        Assert.Equal((StatusCode.FailedPrecondition, "IN_USE", "experiments/kept"), (value.Code, value.Reason, value.Facts["needed_by"]));
        Assert.Equal(["flag.variants[treatment].value"], value.Fields);
        Assert.Equal("IN_USE", (await Refusals.OfAsync(fixture.Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = flag }))).Reason);
        Assert.Equal("experiments/kept", (await Refusals.OfAsync(fixture.Flags.DeleteFlagAsync(new DeleteFlagRequest { Key = "kept" }))).Facts["needed_by"]);
    }

    [Fact]
    public async Task A_segment_stays_while_a_running_experiment_targets_it()
    {
        var segment = new Segment { Key = "guarded-units", IncludedUnits = { "u1" } };
        await fixture.Flags.PutSegmentAsync(new PutSegmentRequest { Segment = segment });
        await CreateFlagAsync("guarded");
        var experiment = Sample("guarded");
        experiment.Targeting = new Condition { Segment = segment.Key };
        await StartAsync(experiment);
        segment.IncludedUnits.Add("u2");

        var running = await Refusals.OfAsync(fixture.Flags.PutSegmentAsync(new PutSegmentRequest { Segment = segment }));
        await fixture.Approvals.ConcludeExperimentAsync(new ConcludeExperimentRequest { Key = "guarded", Decision = Decision.Inconclusive });
        var after = await fixture.Flags.PutSegmentAsync(new PutSegmentRequest { Segment = segment });

        Assert.Equal(("IN_USE", "experiments/guarded"), (running.Reason, running.Facts["needed_by"]));
        Assert.Equal(["u1", "u2"], after.IncludedUnits);
    }

    [Fact]
    public async Task A_deprecated_metric_cannot_start_and_drift_is_listed()
    {
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("old-metric") });
        await CreateFlagAsync("drifting");
        await StartAsync(Samples.Experiment("drifting", "drifting", "old-metric", "latency"));
        await CreateFlagAsync("deprecating");
        await ApproveAsync(Samples.Experiment("deprecating", "deprecating", "old-metric", "latency"));

        await fixture.Metrics.UpdateMetricAsync(new UpdateMetricRequest { Metric = Samples.Metric("old-metric") });
        await fixture.Metrics.DeprecateMetricAsync(new DeprecateMetricRequest { Key = "old-metric", Replacement = "conversion" });

        var drift = Assert.Single((await fixture.Metrics.ListDriftAsync(new ListDriftRequest { Kind = MetricDriftKind.OutdatedPin })).Drifts);
        Assert.Equal(("drifting", "old-metric", 1, 2), (drift.ExperimentKey, drift.MetricKey, drift.PinnedVersion, drift.CurrentVersion));
        var start = await Refusals.OfAsync(Experiments.StartExperimentAsync(new StartExperimentRequest { Key = "deprecating" }));
        Assert.Equal(("NOT_STARTABLE", "experiment.primary_metric"), (start.Reason, Assert.Single(start.Fields)));
        Assert.Contains("'conversion'", start.Message);
    }

    [Fact]
    public async Task Traffic_only_rises_and_times_lie_in_the_past()
    {
        await CreateFlagAsync("ramped");
        var sample = Sample("ramped", "ramped");
        sample.TrafficBasisPoints = 2_000;
        await ApproveAsync(sample);
        var tomorrow = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(1));
        var early = await Refusals.OfAsync(Experiments.StartExperimentAsync(new StartExperimentRequest { Key = "ramped", StartTime = tomorrow }));
        await Experiments.StartExperimentAsync(new StartExperimentRequest { Key = "ramped" });

        var down = await Refusals.OfAsync(Experiments.RampExperimentAsync(new RampExperimentRequest { Key = "ramped", TrafficBasisPoints = 2_000 }));
        var beyond = await Refusals.OfAsync(Experiments.RampExperimentAsync(new RampExperimentRequest { Key = "ramped", TrafficBasisPoints = 10_001 }));
        var end = await Refusals.OfAsync(fixture.Approvals.ConcludeExperimentAsync(new ConcludeExperimentRequest
        {
            Key = "ramped",
            Decision = Decision.Shipped,
            ShippedVariant = "nobody",
            EndTime = new Timestamp { Seconds = 1 },
        }));

        Assert.Equal(["start_time"], early.Fields);
        Assert.Equal(["traffic_basis_points"], down.Fields);
        Assert.Equal(["traffic_basis_points"], beyond.Fields);
        Assert.Equal(["shipped_variant", "end_time"], end.Fields);
    }

    private static TransitionExperimentRequest Move(string key, string reason = "") => new() { Key = key, Reason = reason };

    private static Experiment Sample(string key, string? flagKey = null) => Samples.Experiment(key, flagKey ?? key, "conversion", "latency");

    private static Experiment InLayer(string key, string flagKey, int start, int end)
    {
        var experiment = Sample(key, flagKey);
        experiment.LayerKey = "shared";
        experiment.LayerSlice.Add(new BucketRange { Start = start, End = end });
        return experiment;
    }

    private async Task CreateFlagAsync(string key) => await fixture.Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(key) });

    private async Task DraftAsync(string key)
    {
        await CreateFlagAsync(key);
        await Experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = Sample(key) });
    }

    private async Task ApproveAsync(Experiment experiment)
    {
        await Experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = experiment });
        await Experiments.SubmitExperimentAsync(Move(experiment.Key));
        await fixture.Approvals.ApproveExperimentAsync(Move(experiment.Key));
    }

    private async Task<Experiment> StartAsync(Experiment experiment)
    {
        await ApproveAsync(experiment);
        return await Experiments.StartExperimentAsync(new StartExperimentRequest { Key = experiment.Key });
    }

    private async Task<Refusals> NotReservableAsync(Experiment experiment)
    {
        await Experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = experiment });
        await Experiments.SubmitExperimentAsync(Move(experiment.Key));
        var refusal = await Refusals.OfAsync(fixture.Approvals.ApproveExperimentAsync(Move(experiment.Key)));
        Assert.Equal((StatusCode.FailedPrecondition, "NOT_RESERVABLE"), (refusal.Code, refusal.Reason));
        return refusal;
    }
}
