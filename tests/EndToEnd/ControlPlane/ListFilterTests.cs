using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>What lists leave out when they are asked for less.</summary>
[Collection(OneEmbeddedServer.Name)]
public sealed class ListFilterTests(EmbeddedServer fixture)
{
    [Fact]
    public async Task Flags_are_found_by_owner_type_state_and_segment()
    {
        await fixture.Flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = "lf-segment", IncludedUnits = { "u" } } });
        await CreateAsync("lfg-a", flag => flag.Owner = "lf team");
        await CreateAsync("lfg-b", flag => flag.Enabled = false);
        await CreateAsync("lfg-c", flag => flag.Rules.Add(new Rule
        {
            Key = "r",
            Condition = new Condition { AllOf = new ConditionGroup { Conditions = { new Condition { Segment = "lf-segment" } } } },
            Variant = "treatment",
        }));
        await CreateAsync("lfg-d", flag =>
        {
            flag.Type = FlagType.Int;
            flag.Variants[0].Value = new FlagValue { IntValue = 1 };
            flag.Variants[1].Value = new FlagValue { IntValue = 2 };
        });

        Assert.Equal(["lfg-a"], await FlagsAsync(request => request.Owner = "lf team"));
        Assert.Equal(["lfg-d"], await FlagsAsync(request => request.Type = FlagType.Int));
        Assert.Equal(["lfg-b"], await FlagsAsync(request => request.Enabled = false));
        Assert.Equal(["lfg-a", "lfg-c", "lfg-d"], await FlagsAsync(request => request.Enabled = true));
        Assert.Equal(["lfg-c"], await FlagsAsync(request => request.SegmentKey = "lf-segment"));
        Assert.Empty(await FlagsAsync(request =>
        {
            request.Owner = "lf team";
            request.Enabled = false;
        }));

        // A page is full of what matches, not of what was looked at.
        var page = await fixture.Flags.ListFlagsAsync(new ListFlagsRequest { Filter = "lfg-", Enabled = true, PageSize = 2 });
        Assert.Equal(["lfg-a", "lfg-c"], page.Flags.Select(flag => flag.Key));
        page = await fixture.Flags.ListFlagsAsync(new ListFlagsRequest { Filter = "lfg-", Enabled = true, PageSize = 2, PageToken = page.NextPageToken });
        Assert.Equal(("lfg-d", ""), (Assert.Single(page.Flags).Key, page.NextPageToken));
        var refusal = await Refusals.OfAsync(fixture.Flags.ListFlagsAsync(
            new ListFlagsRequest { Owner = new string('x', 101), Type = (FlagType)99, SegmentKey = "no key" }));
        Assert.Equal(["owner", "type", "segment_key"], refusal.Fields);
    }

    [Fact]
    public async Task Experiments_are_found_by_flag_owner_layer_metric_and_times()
    {
        var stage = new ExperimentStage(fixture.Editor, fixture.Approver);
        await fixture.Flags.PutLayerAsync(new PutLayerRequest { Layer = new Layer { Key = "lf-layer" } });
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("lf-metric") });
        await stage.DraftAsync("lf-layered", experiment =>
        {
            experiment.LayerKey = "lf-layer";
            experiment.LayerSlice.Add(new BucketRange { Start = 0, End = 10 });
        });
        await stage.DraftAsync("lf-owned", experiment => experiment.Owner = "lf owner");
        await stage.ApprovedAsync("lf-running", experiment => experiment.SecondaryMetrics.Add("lf-metric"));
        var started = Timestamp.FromDateTime(new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        await fixture.Experiments.StartExperimentAsync(new StartExperimentRequest { Key = "lf-running", StartTime = started });
        await fixture.Approvals.ConcludeExperimentAsync(new ConcludeExperimentRequest
        {
            Key = "lf-running",
            Decision = Decision.Inconclusive,
            EndTime = started + new Duration { Seconds = 86_400 },
        });

        Assert.Equal(["lf-layered"], await ExperimentsAsync(request => request.LayerKey = "lf-layer"));
        Assert.Equal(["lf-owned"], await ExperimentsAsync(request => request.Owner = "lf owner"));
        Assert.Equal(["lf-owned"], await ExperimentsAsync(request => request.FlagKey = "lf-owned"));
        Assert.Equal(["lf-running"], await ExperimentsAsync(request => request.MetricKey = "lf-metric"));
        Assert.Equal(["lf-layered", "lf-owned", "lf-running"], await ExperimentsAsync(request => request.MetricKey = ExperimentStage.Guardrail));

        // A range has its start and not its end; what never started lies in no range.
        Assert.Equal(["lf-running"], await ExperimentsAsync(request => request.MinStartTime = started));
        Assert.Empty(await ExperimentsAsync(request => request.MaxStartTime = started));
        Assert.Equal(["lf-running"], await ExperimentsAsync(request => request.MaxStartTime = started + new Duration { Seconds = 1 }));
        Assert.Equal(["lf-running"], await ExperimentsAsync(request => request.MinEndTime = started + new Duration { Seconds = 86_400 }));
        Assert.Empty(await ExperimentsAsync(request => request.MaxEndTime = started + new Duration { Seconds = 86_400 }));
        var refusal = await Refusals.OfAsync(fixture.Experiments.ListExperimentsAsync(
            new ListExperimentsRequest { FlagKey = "no key", MinStartTime = started, MaxStartTime = started, MinEndTime = new Timestamp { Nanos = -1 } }));
        Assert.Equal(["flag_key", "max_start_time", "min_end_time"], refusal.Fields);
    }

    [Fact]
    public async Task Metrics_are_found_by_tier_team_parent_and_deprecation()
    {
        var north = Samples.Metric("lf-north", MetricTier.NorthStar);
        north.OwnerTeam = "lf growth";
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = north });
        var driver = Samples.Metric("lf-driver");
        driver.ParentMetric = "lf-north";
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = driver });
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("lf-old", MetricTier.Diagnostic) });
        await fixture.Metrics.DeprecateMetricAsync(new DeprecateMetricRequest { Key = "lf-old" });

        Assert.Equal(["lf-north"], await MetricsAsync(request => request.Tier = MetricTier.NorthStar));
        Assert.Equal(["lf-north"], await MetricsAsync(request => request.OwnerTeam = "lf growth"));
        Assert.Equal(["lf-driver"], await MetricsAsync(request => request.ParentMetric = "lf-north"));
        Assert.Equal(["lf-old"], await MetricsAsync(request => request.Deprecated = true));
        Assert.DoesNotContain("lf-old", await MetricsAsync(request => request.Deprecated = false));
    }

    [Fact]
    public async Task Audit_events_are_found_by_actor_action_and_time()
    {
        await fixture.Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("lf-audited") });
        await fixture.Flags.SetEnabledAsync(new SetEnabledRequest { Key = "lf-audited" });
        var events = await AuditAsync(_ => { });
        Assert.Equal(["flag.create", "flag.disable"], events.Select(entry => entry.Action));

        Assert.Equal(events, await AuditAsync(request => request.Actor = "ada"));
        Assert.Empty(await AuditAsync(request => request.Actor = "system"));
        Assert.Equal([events[1]], await AuditAsync(request => request.Action = "flag.disable"));
        Assert.Equal([events[1]], await AuditAsync(request => request.MinEventTime = events[1].EventTime));
        Assert.Equal([events[0]], await AuditAsync(request => request.MaxEventTime = events[1].EventTime));
        var refusal = await Refusals.OfAsync(fixture.Experiments.ListAuditEventsAsync(
            new ListAuditEventsRequest { Actor = "\0", Action = new string('x', 101), MinEventTime = events[1].EventTime, MaxEventTime = events[0].EventTime }));
        Assert.Equal(["actor", "action", "max_event_time"], refusal.Fields);
    }

    private async Task CreateAsync(string key, Action<Flag> change)
    {
        var flag = Samples.Flag(key);
        change(flag);
        await fixture.Flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag });
    }

    private async Task<string[]> FlagsAsync(Action<ListFlagsRequest> ask)
    {
        var request = new ListFlagsRequest { Filter = "lfg-" };
        ask(request);
        return [.. (await fixture.Flags.ListFlagsAsync(request)).Flags.Select(flag => flag.Key)];
    }

    private async Task<string[]> ExperimentsAsync(Action<ListExperimentsRequest> ask)
    {
        var request = new ListExperimentsRequest { Filter = "lf-" };
        ask(request);
        return [.. (await fixture.Experiments.ListExperimentsAsync(request)).Experiments.Select(experiment => experiment.Key)];
    }

    private async Task<string[]> MetricsAsync(Action<ListMetricsRequest> ask)
    {
        var request = new ListMetricsRequest { Filter = "lf-" };
        ask(request);
        return [.. (await fixture.Metrics.ListMetricsAsync(request)).Metrics.Select(metric => metric.Key)];
    }

    private async Task<AuditEvent[]> AuditAsync(Action<ListAuditEventsRequest> ask)
    {
        var request = new ListAuditEventsRequest { Resource = "flags/lf-audited" };
        ask(request);
        return [.. (await fixture.Experiments.ListAuditEventsAsync(request)).Events];
    }
}
