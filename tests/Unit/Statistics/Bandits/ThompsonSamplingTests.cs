using GrpcExp.Statistics;
using GrpcExp.Statistics.Bandits;
using GrpcExp.Statistics.Bayesian;

namespace GrpcExp.Unit.Statistics.Bandits;

public sealed class ThompsonSamplingTests
{
    [Theory]
    [InlineData(new[] { 0.9, 0.06, 0.04 }, 100, new[] { 8_830, 682, 488 })]
    [InlineData(new[] { 0.9, 0.06, 0.04 }, 0, new[] { 9_000, 600, 400 })]
    [InlineData(new[] { 1.0, 0 }, 0, new[] { 10_000, 0 })]
    [InlineData(new[] { 1.0, 0 }, 5_000, new[] { 5_000, 5_000 })]
    [InlineData(new[] { 1 / 3.0, 1 / 3.0, 1 / 3.0 }, 100, new[] { 3_334, 3_333, 3_333 })]
    public void Weights_follow_the_chances_above_the_floor_and_add_up(double[] chances, int floor, int[] expected) =>
        Assert.Equal(expected, ThompsonSampling.Allocate(Arms(chances), floor).BasisPoints);

    // By hand from the formula of Russo (2020): 0.5·(0.5 + 0.5·(0.3/0.7 + 0.2/0.8)) and so on.
    [Fact]
    public void Top_two_shares_are_those_of_the_formula()
    {
        var allocation = ThompsonSampling.AllocateTopTwo(Arms([0.5, 0.3, 0.2]), floor: 0);
        double[] expected = [47.0 / 112, 0.3 * (0.5 + 0.5 * (1 + 0.25)), 0.2 * (0.5 + 0.5 * (1 + 3.0 / 7))];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i], allocation.Shares[i].Value, 1e-12);
        }

        Assert.Equal([4_196, 3_375, 2_429], allocation.BasisPoints);
    }

    [Fact]
    public void Top_two_leaves_a_sure_leader_its_share_and_no_more()
    {
        var allocation = ThompsonSampling.AllocateTopTwo(Arms([1, 3e-200, 1e-200]), toBest: 0.6, floor: 0);
        Assert.Equal([6_000, 3_000, 1_000], allocation.BasisPoints);
        Assert.Equal([10_000, 0], ThompsonSampling.AllocateTopTwo(Arms([1, 0]), floor: 0).BasisPoints);
    }

    [Fact]
    public void Arms_that_cannot_be_ranked_share_evenly_and_say_why()
    {
        var arms = BetaBinomial.Rank([(0, 0), (1, 2), (2, 3)], new BetaPrior(0, 0));
        var allocation = ThompsonSampling.Allocate(arms);
        Assert.Equal([3_334, 3_333, 3_333], allocation.BasisPoints);
        Assert.All(allocation.Shares, share => Assert.Equal(AbsenceReason.ImproperPosterior, share.Reason));
    }

    [Fact]
    public void What_cannot_be_divided_is_refused()
    {
        Assert.Contains("5000", Assert.Throws<ArgumentOutOfRangeException>(() => ThompsonSampling.Allocate(Arms([0.5, 0.5]), 5_001)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ThompsonSampling.Allocate(Arms([0.5, 0.5]), -1));
        Assert.Throws<ArgumentException>(() => ThompsonSampling.Allocate(Arms([1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThompsonSampling.AllocateTopTwo(Arms([0.5, 0.5]), 1));
    }

    /// <summary>Two in a hundred against three: the traffic finds the better arm, and loses less than an even split would.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void Traffic_moves_to_the_best_arm_and_keeps_the_floor()
    {
        var random = new Random(5);
        double[] truth = [0.02, 0.03, 0.015];
        int right = 0;
        for (int run = 0; run < 8; run++)
        {
            long[] units = new long[3];
            long[] conversions = new long[3];
            int[] weights = [3_334, 3_333, 3_333];
            for (int day = 0; day < 12; day++)
            {
                for (int arm = 0; arm < 3; arm++)
                {
                    int n = weights[arm];
                    units[arm] += n;
                    conversions[arm] += Enumerable.Range(0, n).Count(_ => random.NextDouble() < truth[arm]);
                }

                weights = [.. ThompsonSampling.Allocate(BetaBinomial.Rank([.. conversions.Zip(units)]), floor: 200).BasisPoints];
                Assert.Equal(10_000, weights.Sum());
                Assert.All(weights, weight => Assert.InRange(weight, 200, 9_600));
            }

            right += weights[1] > 8_000 ? 1 : 0;
        }

        Assert.InRange(right, 6, 8);
    }

    private static RankedArm[] Arms(double[] chances) => [.. chances.Select(chance => new RankedArm(Estimate.Absent(AbsenceReason.NotComputed, 0.95), chance, 0.0))];
}
