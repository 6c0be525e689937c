using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Evaluation;

public sealed class LayerTests
{
    [Fact]
    public void Two_experiments_of_a_layer_never_share_a_unit()
    {
        var sizes = Arb.From(
            from first in Gen.Choose(1, 9_999)
            from second in Gen.Choose(1, 10_000 - first)
            from unit in Gen.Choose(0, int.MaxValue)
            select (First: first, Second: second, Unit: unit));
        Prop.ForAll(sizes, plan =>
        {
            var model = TwoExperiments(plan.First, plan.Second);
            var taken = new[] { "one", "two" }.Count(flag =>
                Evaluator.Evaluate(model, new EvaluationRequest(flag, $"user-{plan.Unit}"), DateTimeOffset.UnixEpoch).ExperimentKey is not null);
            var bucket = Bucketing.Bucket("layer", $"user-{plan.Unit}");
            return taken == (bucket < plan.First + plan.Second ? 1 : 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_held_out_unit_is_in_no_experiment_but_still_meets_rules()
    {
        var config = Samples.Snapshot(
            Samples.Switch("plain") with { Rules = [new RuleConfig { Key = "all", Variant = "on" }] },
            Samples.Switch("tested")) with
        {
            Experiments = [Samples.Experiment("x", "tested")],
            Holdout = [new BucketRange(0, 5000)],
        };
        var model = SnapshotModel.Compile(config);
        for (var index = 0; index < 200; index++)
        {
            var unit = $"user-{index}";
            var heldOut = Bucketing.Bucket("holdout:test", unit) < 5000;
            var tested = Evaluator.Evaluate(model, new EvaluationRequest("tested", unit), DateTimeOffset.UnixEpoch);
            Assert.Equal(heldOut ? EvaluationReason.Holdout : EvaluationReason.Split, tested.Reason);
            Assert.Equal(heldOut ? null : "x", tested.ExperimentKey);
            Assert.Equal("on", Evaluator.Evaluate(model, new EvaluationRequest("plain", unit), DateTimeOffset.UnixEpoch).Variant);
        }
    }

    [Fact]
    public void Slices_that_overlap_are_refused()
    {
        var config = Samples.Snapshot(Samples.Switch("one"), Samples.Switch("two")) with
        {
            Layers = [new LayerConfig { Key = "layer", Holdout = [new BucketRange(9_000, 10_000)] }],
            Experiments =
            [
                Samples.Experiment("x", "one") with { LayerKey = "layer", LayerSlice = [new BucketRange(0, 5_000)] },
                Samples.Experiment("y", "two") with { LayerKey = "layer", LayerSlice = [new BucketRange(4_999, 9_001)] },
            ],
        };
        Assert.False(SnapshotModel.TryCompile(config, out _, out var problems));
        Assert.Equal(["layers[layer]", "layers[layer]"], problems.Select(problem => problem.Path));
    }

    [Fact]
    public void A_free_slice_is_taken_in_one_piece_when_one_is_large_enough()
    {
        BucketRange[] taken = [new(1_000, 2_000), new(4_000, 9_500)];
        Assert.Equal([new BucketRange(0, 700)], LayerAllocator.Take(taken, new BasisPoints(700)));
        Assert.Equal([new BucketRange(2_000, 3_500)], LayerAllocator.Take(taken, new BasisPoints(1_500)));
        Assert.Equal(
            [new BucketRange(0, 1_000), new BucketRange(2_000, 3_800)], LayerAllocator.Take(taken, new BasisPoints(2_800)));
        Assert.Null(LayerAllocator.Take(taken, new BasisPoints(3_501)));
        Assert.Equal([new BucketRange(0, 1_000), new(2_000, 4_000), new(9_500, 10_000)], LayerAllocator.Free(taken));
    }

    private static SnapshotModel TwoExperiments(int first, int second) => SnapshotModel.Compile(
        Samples.Snapshot(Samples.Switch("one"), Samples.Switch("two")) with
        {
            Layers = [new LayerConfig { Key = "layer" }],
            Experiments =
            [
                Samples.Experiment("x", "one") with { LayerKey = "layer", LayerSlice = [new BucketRange(0, first)] },
                Samples.Experiment("y", "two") with { LayerKey = "layer", LayerSlice = [new BucketRange(first, first + second)] },
            ],
        });
}
