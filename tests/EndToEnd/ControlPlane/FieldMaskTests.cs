using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Updates that name what they replace.</summary>
[Collection(OneEmbeddedServer.Name)]
public sealed class FieldMaskTests(EmbeddedServer fixture)
{
    [Fact]
    public async Task A_flag_keeps_what_the_mask_does_not_name()
    {
        var flag = Samples.Flag("fm-flag");
        flag.Description = "before";
        flag.ForcedUnits["ann"] = "control";
        var created = await fixture.Flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag });

        var updated = await fixture.Flags.UpdateFlagAsync(new UpdateFlagRequest
        {
            Flag = new Flag { Key = "fm-flag", Etag = created.Etag, Owner = "ignored", ForcedUnits = { ["zoe"] = "treatment" } },
            UpdateMask = FieldMask.FromString("description,forced_units"),
        });

        // What is named and not given is cleared, and a map is replaced whole.
        Assert.Equal(("", "checkout team", 2), (updated.Description, updated.Owner, updated.Variants.Count));
        Assert.Equal(["zoe"], updated.ForcedUnits.Keys);
        var stale = await Refusals.OfAsync(fixture.Flags.UpdateFlagAsync(new UpdateFlagRequest
        {
            Flag = new Flag { Key = "fm-flag", Etag = created.Etag, Description = "late" },
            UpdateMask = FieldMask.FromString("description"),
        }));
        Assert.Equal((StatusCode.Aborted, "STALE_ETAG"), (stale.Code, stale.Reason));
        var whole = await Refusals.OfAsync(fixture.Flags.UpdateFlagAsync(
            new UpdateFlagRequest { Flag = new Flag { Key = "fm-flag", Description = "alone" }, UpdateMask = FieldMask.FromString("*") }));
        Assert.Contains("flag.owner", whole.Fields);
    }

    [Fact]
    public async Task Every_bad_path_is_named()
    {
        await fixture.Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("fm-bad") });
        var request = new UpdateFlagRequest { Flag = new Flag { Key = "fm-bad" }, UpdateMask = new FieldMask() };
        request.UpdateMask.Paths.Add(["nothing", "key", "version", "*", "", "variants.key", "owner"]);

        var refusal = await Refusals.OfAsync(fixture.Flags.UpdateFlagAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (refusal.Code, refusal.Reason));
        Assert.Equal(6, refusal.Fields.Count(field => field == "update_mask"));
        Assert.All(["'nothing' is unknown", "'key' is fixed", "'version' is fixed", "'*' stands for all", "'' is unknown", "'variants.key' goes into"], part => Assert.Contains(part, refusal.Message));

        // The one good path is judged too: an owner is required.
        Assert.Contains("flag.owner", refusal.Fields);
    }

    [Fact]
    public async Task A_draft_is_changed_down_to_a_part_of_its_plan()
    {
        var draft = await new ExperimentStage(fixture.Editor, fixture.Approver).DraftAsync("fm-draft");

        var updated = await fixture.Experiments.UpdateExperimentAsync(new UpdateExperimentRequest
        {
            Experiment = new Experiment { Key = "fm-draft", PowerPlan = new PowerPlan { PlannedDays = 21 } },
            UpdateMask = FieldMask.FromString("power_plan.planned_days"),
        });

        var expected = draft.Clone();
        expected.PowerPlan.PlannedDays = 21;
        (expected.Version, expected.Etag, expected.UpdateTime) = (updated.Version, updated.Etag, updated.UpdateTime);
        Assert.Equal(expected, updated);

        // A part that is named and not given is gone.
        var bare = await fixture.Experiments.UpdateExperimentAsync(
            new UpdateExperimentRequest { Experiment = new Experiment { Key = "fm-draft" }, UpdateMask = FieldMask.FromString("power_plan,guardrail_metrics") });
        Assert.Null(bare.PowerPlan);
        Assert.Empty(bare.GuardrailMetrics);
        Assert.Equal(draft.Hypothesis, bare.Hypothesis);
        var refusal = await Refusals.OfAsync(fixture.Experiments.UpdateExperimentAsync(
            new UpdateExperimentRequest { Experiment = new Experiment { Key = "fm-draft" }, UpdateMask = FieldMask.FromString("state,approvals") }));
        Assert.Equal(["update_mask", "update_mask"], refusal.Fields);
    }

    [Fact]
    public async Task A_metric_gets_a_new_version_of_what_was_named()
    {
        var metric = Samples.Metric("fm-metric");
        metric.MinimumEffect = 0.01;
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = metric });
        var request = new UpdateMetricRequest
        {
            Metric = new Metric { Key = "fm-metric", AttributionWindowHours = 24 },
            UpdateMask = FieldMask.FromString("attribution_window_hours"),
            ValidateOnly = true,
        };

        var checkedOnly = await fixture.Metrics.UpdateMetricAsync(request);
        request.ValidateOnly = false;
        var updated = await fixture.Metrics.UpdateMetricAsync(request);

        Assert.Equal((2, 24, 0.01, "growth"), (updated.Version, updated.AttributionWindowHours, updated.MinimumEffect, updated.OwnerTeam));
        Assert.Equal((2, 24, 0.01), (checkedOnly.Version, checkedOnly.AttributionWindowHours, checkedOnly.MinimumEffect));
    }
}
