using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Evaluation;

public sealed class VariantAllocatorTests
{
    private static readonly Arbitrary<(int[] Weights, int[] Traffic)> Plans = Arb.From(
        from weights in Gen.NonEmptyListOf(Gen.Choose(0, 10_000)).Where(weights => weights.Count <= 12 && weights.Any(weight => weight > 0))
        from traffic in Gen.ListOf(Gen.Choose(0, 10_000), 4)
        select (weights.ToArray(), traffic.ToArray()));

    [Fact]
    public void Ranges_are_disjoint_within_the_buckets_and_sum_to_the_traffic() => Holds(plan =>
    {
        var owners = Owners(VariantAllocator.Allocate(Weights(plan.Weights), new BasisPoints(plan.Traffic[0])));
        return owners.Count(owner => owner is not null) == plan.Traffic[0];
    });

    [Fact]
    [Trait("Promise", "P3.5")]
    public void Ramping_up_never_moves_a_unit() => Holds(plan =>
    {
        var weights = Weights(plan.Weights);
        var before = VariantAllocator.Allocate(weights, new BasisPoints(plan.Traffic.Min()));
        foreach (var traffic in plan.Traffic.Order())
        {
            var after = VariantAllocator.Ramp(before, weights, new BasisPoints(traffic));
            if (!Keeps(before, after))
            {
                return false;
            }

            before = after;
        }

        return true;
    });

    [Fact]
    public void Ramping_step_by_step_ends_where_one_step_ends() => Holds(plan =>
    {
        var weights = Weights(plan.Weights);
        IReadOnlyList<VariantAllocation> stepwise = [];
        foreach (var traffic in plan.Traffic)
        {
            stepwise = VariantAllocator.Ramp(stepwise, weights, new BasisPoints(traffic));
        }

        return Owners(stepwise).SequenceEqual(Owners(VariantAllocator.Allocate(weights, new BasisPoints(plan.Traffic[^1]))));
    });

    [Fact]
    public void New_weights_move_nobody_while_traffic_rises() => Holds(plan =>
    {
        var before = VariantAllocator.Allocate(Weights(plan.Weights), new BasisPoints(plan.Traffic.Min()));
        var reweighted = Weights([.. plan.Weights.Reverse()]);
        var after = VariantAllocator.Ramp(before, reweighted, new BasisPoints(plan.Traffic.Max()));
        return Keeps(before, after) && Owners(after).Count(owner => owner is not null) == plan.Traffic.Max();
    });

    [Fact]
    public void Five_then_fifty_then_a_hundred_percent_takes_prefixes_of_the_home_regions()
    {
        VariantWeight[] weights = [new("control", 5000), new("treatment", 5000)];
        var ramps = new[] { 500, 5000, 10_000 }.Select(traffic => Describe(VariantAllocator.Allocate(weights, new BasisPoints(traffic))));
        Assert.Equal(
            [
                "control [0, 250) treatment [5000, 5250)",
                "control [0, 2500) treatment [5000, 7500)",
                "control [0, 5000) treatment [5000, 10000)",
            ],
            ramps);
    }

    // Expected shares from the definition of Sainte-Laguë: three thirds of 10000 are 3334, 3333, 3333.
    [Fact]
    public void A_remainder_goes_to_the_earliest_variant() => Assert.Equal(
        "a [0, 3334) b [3334, 6667) c [6667, 10000)",
        Describe(VariantAllocator.Allocate([new("a", 1), new("b", 1), new("c", 1)], BasisPoints.All)));

    [Fact]
    public void A_variant_without_weight_keeps_its_units_and_gets_no_more()
    {
        var before = VariantAllocator.Allocate([new("a", 5000), new("b", 5000)], new BasisPoints(1000));
        var after = VariantAllocator.Ramp(before, [new("a", 0), new("b", 10_000)], new BasisPoints(4000));
        Assert.Equal(500, after[0].Length);
        Assert.Equal(3500, after[1].Length);
    }

    [Fact]
    public void Weights_that_cannot_work_are_refused()
    {
        Assert.Throws<ArgumentException>(() => VariantAllocator.Allocate([new("a", 0)], BasisPoints.All));
        Assert.Throws<ArgumentException>(() => VariantAllocator.Allocate([new("a", -1), new("b", 2)], BasisPoints.All));
        Assert.Throws<ArgumentException>(() => VariantAllocator.Allocate([new("a", 1), new("a", 2)], BasisPoints.All));
        Assert.Throws<ArgumentException>(() => VariantAllocator.Ramp([new("gone", [new(0, 1)])], [new("a", 1)], BasisPoints.All));
        Assert.Throws<ArgumentException>(
            () => VariantAllocator.Ramp([new("a", [new(0, 10), new(9, 20)])], [new("a", 1)], BasisPoints.All));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BasisPoints(10_001));
    }

    private static void Holds(Func<(int[] Weights, int[] Traffic), bool> property) =>
        Prop.ForAll(Plans, property).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static VariantWeight[] Weights(int[] weights) => [.. weights.Select((weight, index) => new VariantWeight($"v{index}", weight))];

    /// <summary>The owner of each bucket; fails when two variants own one.</summary>
    private static string?[] Owners(IReadOnlyList<VariantAllocation> allocations)
    {
        var owners = new string?[Bucketing.BucketCount];
        foreach (var allocation in allocations)
        {
            foreach (var range in allocation.Ranges)
            {
                for (var bucket = range.Start; bucket < range.End; bucket++)
                {
                    if (owners[bucket] is not null)
                    {
                        Assert.Fail($"Bucket {bucket} belongs to {owners[bucket]} and to {allocation.Variant}.");
                    }

                    owners[bucket] = allocation.Variant;
                }
            }
        }

        return owners;
    }

    private static bool Keeps(IReadOnlyList<VariantAllocation> before, IReadOnlyList<VariantAllocation> after) =>
        Owners(before).Zip(Owners(after)).All(bucket => bucket.First is null || bucket.First == bucket.Second);

    private static string Describe(IEnumerable<VariantAllocation> allocations) =>
        string.Join(' ', allocations.Select(allocation => $"{allocation.Variant} {string.Join(' ', allocation.Ranges)}"));
}
