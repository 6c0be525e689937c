using GrpcExp.Statistics;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Unit.Statistics.Properties;

/// <summary>A correction may make a result weaker, never stronger, and never changes which of two is the stronger.</summary>
public sealed class AdjustmentTests
{
    [Theory]
    [InlineData(Correction.Bonferroni)]
    [InlineData(Correction.Holm)]
    [InlineData(Correction.BenjaminiHochberg)]
    public void Adjusted_p_values_keep_the_order_and_are_never_smaller(Correction correction) => ForEach((random, p) =>
    {
        var adjusted = PValueAdjustment.Adjust(p, correction);
        for (int i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i].Value, p[i].Value, 1);
            for (int j = 0; j < p.Length; j++)
            {
                Assert.True(!(p[i].Value <= p[j].Value) || adjusted[i].Value <= adjusted[j].Value);
            }
        }
    });

    [Theory]
    [InlineData(Correction.Bonferroni)]
    [InlineData(Correction.Holm)]
    [InlineData(Correction.BenjaminiHochberg)]
    public void The_order_in_which_tests_are_listed_does_not_matter(Correction correction) => ForEach((random, p) =>
    {
        int[] order = [.. Enumerable.Range(0, p.Length)];
        random.Shuffle(order);
        var adjusted = PValueAdjustment.Adjust(p, correction);
        var shuffled = PValueAdjustment.Adjust([.. order.Select(i => p[i])], correction);
        Assert.Equal(order.Select(i => adjusted[i]), shuffled);
    });

    [Fact]
    public void Holm_lies_between_Benjamini_and_Hochberg_and_Bonferroni() => ForEach((random, p) =>
    {
        var holm = PValueAdjustment.Adjust(p, Correction.Holm);
        var bonferroni = PValueAdjustment.Adjust(p, Correction.Bonferroni);
        var discoveries = PValueAdjustment.Adjust(p, Correction.BenjaminiHochberg);
        Assert.All(Enumerable.Range(0, p.Length), i =>
        {
            Assert.True(holm[i].Value <= bonferroni[i].Value);
            Assert.True(discoveries[i].Value <= holm[i].Value * (1 + 1e-15));
        });
    });

    [Fact]
    public void A_smaller_p_value_makes_no_other_larger() => ForEach((random, p) =>
    {
        int lowered = random.Next(p.Length);
        var changed = p.ToArray();
        changed[lowered] = p[lowered].Value * random.NextDouble();
        foreach (var correction in Enum.GetValues<Correction>())
        {
            var before = PValueAdjustment.Adjust(p, correction);
            var after = PValueAdjustment.Adjust(changed, correction);
            Assert.All(Enumerable.Range(0, p.Length), i => Assert.True(after[i].Value <= before[i].Value));
        }
    });

    /// <summary>Families with ties, with 1 and with tails far out.</summary>
    private static void ForEach(Action<Random, Measure[]> check)
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            check(random, [.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => (Measure)(random.Next(5) switch
            {
                0 => 1,
                1 => 0.01,
                2 => Math.Pow(10, -300 * random.NextDouble()),
                _ => random.NextDouble(),
            }))]);
        }
    }
}
