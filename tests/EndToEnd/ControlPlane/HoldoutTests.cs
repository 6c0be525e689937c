using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Evaluation;
using BucketRange = GrpcExp.Contracts.Control.V1.BucketRange;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>The holdout of the environment, on a server of its own: it is for all experiments.</summary>
public sealed class HoldoutTests(EmbeddedServer fixture) : IClassFixture<EmbeddedServer>
{
    private FlagService.FlagServiceClient Flags => fixture.Flags;

    [Fact]
    public async Task Held_out_units_get_no_experiment_and_a_running_one_loses_none()
    {
        Assert.Equal(new Holdout(), await Flags.GetHoldoutAsync(new GetHoldoutRequest()));
        var set = await SetAsync("", (0, 500), (9_500, 10_000));
        Assert.Equal(set, await Flags.GetHoldoutAsync(new GetHoldoutRequest()));
        await new ExperimentStage(fixture.Editor, fixture.Approver).RunningAsync("held-out");
        var unit = Enumerable.Range(0, 10_000).Select(i => $"u{i}").First(name => Bucketing.Bucket("holdout:production", name) < 500);
        var other = Enumerable.Range(0, 10_000).Select(i => $"u{i}").First(name => Bucketing.Bucket("holdout:production", name) is >= 500 and < 9_500);
        await Eventually.HoldsAsync(async () => (await ReasonAsync(unit), await ReasonAsync(other)) == (Reason.Holdout, Reason.Split), "one is held out and the other is not");

        // More units: those would leave the experiment.
        var more = await Refusals.OfAsync(Flags.SetHoldoutAsync(new SetHoldoutRequest { Holdout = new Holdout { Ranges = { new BucketRange { Start = 0, End = 501 } } } }));
        Assert.Equal((StatusCode.FailedPrecondition, "IN_USE", "experiments/held-out"), (more.Code, more.Reason, more.Facts["needed_by"]));
        Assert.Contains("bucket 500", more.Message);
        Assert.Equal(["holdout.ranges"], more.Fields);

        var stale = await Refusals.OfAsync(Flags.SetHoldoutAsync(new SetHoldoutRequest { Holdout = new Holdout { Etag = "stale" } }));
        Assert.Equal((StatusCode.Aborted, "STALE_ETAG"), (stale.Code, stale.Reason));
        var bad = await Refusals.OfAsync(Flags.SetHoldoutAsync(new SetHoldoutRequest { Holdout = new Holdout { Ranges = { new BucketRange { Start = 5, End = 10_001 } } } }));
        Assert.Equal(["holdout.ranges"], bad.Fields);

        // Fewer: they come in, as with a ramp.
        var none = await SetAsync(set.Etag);
        Assert.Empty(none.Ranges);
        Assert.NotEqual(set.Etag, none.Etag);
        await Eventually.HoldsAsync(async () => await ReasonAsync(unit) == Reason.Split, "nobody is held out any more");

        // The same once more changes nothing.
        Assert.Equal(none, await SetAsync(""));
        var log = await fixture.Experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = "environments/production/holdout" });
        Assert.Equal(["holdout.set", "holdout.set"], log.Events.Select(entry => entry.Action));
    }

    private async Task<Holdout> SetAsync(string etag, params (int Start, int End)[] ranges) => await Flags.SetHoldoutAsync(new SetHoldoutRequest
    {
        Holdout = new Holdout { Etag = etag, Ranges = { ranges.Select(range => new BucketRange { Start = range.Start, End = range.End }) } },
    });

    private async Task<Reason> ReasonAsync(string unit)
    {
        var evaluation = new EvaluationService.EvaluationServiceClient(fixture.Editor);
        return (await evaluation.EvaluateAsync(new EvaluateRequest { FlagKey = "held-out", Context = new EvaluationContext { UnitId = unit } })).Reason;
    }
}
