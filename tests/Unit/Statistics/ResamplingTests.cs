using GrpcExp.Statistics;
using GrpcExp.Statistics.Resampling;

namespace GrpcExp.Unit.Statistics;

/// <summary>Exact permutation p-values against enumeration by numpy and scipy; BCa against scipy on scipy's own resamples.</summary>
public sealed class ResamplingTests
{
    private static readonly double[] Control = [.. Enumerable.Range(0, 60).Select(i => Math.Exp(Math.Sin(i * 1.7) * 1.5))];
    private static readonly double[] Treatment = [.. Enumerable.Range(0, 70).Select(i => 0.4 + Math.Exp(Math.Sin(i * 2.3) * 1.5))];

    public static TheoryData<string> PermutationCases() => Oracle.Cases("permutation");

    public static TheoryData<string> BcaCases() => Oracle.Cases("bca");

    [Theory]
    [MemberData(nameof(PermutationCases))]
    public void Few_assignments_are_all_looked_at(string json)
    {
        var c = Oracle.Parse(json);
        PermutationResult Run(Alternative alternative, int permutations = 9_999) =>
            PermutationTest.Compare(c.Numbers("control"), c.Numbers("treatment"), 1, permutations, alternative);
        var actual = Run(Alternative.TwoSided);
        Assert.True(actual.IsExact);
        Assert.Equal(c.Number("assignments"), actual.Permutations);
        Oracle.Agree(c.Number("two_sided"), actual.PValue, "p");
        Oracle.Agree(c.Number("greater"), Run(Alternative.Greater).PValue, "p greater");
        Oracle.Agree(c.Number("less"), Run(Alternative.Less).PValue, "p less");
        Assert.True(Run(Alternative.Less, (int)actual.Permutations - 1).IsExact);
        Assert.False(Run(Alternative.Less, (int)actual.Permutations - 2).IsExact);
    }

    // Within five standard deviations of a share of 10,000 draws; enumeration itself is held to the oracle above.
    [Theory]
    [InlineData(Alternative.Greater)]
    [InlineData(Alternative.Less)]
    [InlineData(Alternative.TwoSided)]
    public void Drawn_assignments_come_near_the_exact_p_value(Alternative alternative)
    {
        double[] control = [1.2, 0.3, 2.2, 1.9, 0.1, 0.7, 3.1, 0.4, 1.1, 2.0, 0.6];
        double[] treatment = [2.3, 1.4, 3.3, 0.9, 2.8, 1.6];
        double exact = PermutationTest.Compare(control, treatment, 1, 20_000, alternative).PValue.Value;
        var drawn = PermutationTest.Compare(control, treatment, 7, 10_000, alternative);
        Assert.False(drawn.IsExact);
        Assert.Equal(exact, drawn.PValue.Value, 5 * Math.Sqrt(exact * (1 - exact) / 10_000) + 1e-4);
    }

    [Fact]
    public void A_seed_fixes_the_result_and_another_gives_another()
    {
        Assert.Equal(PermutationTest.Compare(Control, Treatment, 5), PermutationTest.Compare(Control, Treatment, 5));
        Assert.True(Enumerable.Range(0, 5).Select(seed => PermutationTest.Compare(Control, Treatment, seed).PValue).Distinct().Count() > 1);
        Assert.Equal(
            Bootstrap.Difference(Control, Treatment, v => v.Average(), 5, 500), Bootstrap.Difference(Control, Treatment, v => v.Average(), 5, 500));
        Assert.NotEqual(
            Bootstrap.Difference(Control, Treatment, v => v.Average(), 5, 500), Bootstrap.Difference(Control, Treatment, v => v.Average(), 6, 500));
    }

    [Theory]
    [MemberData(nameof(BcaCases))]
    public void BCa_agrees_with_scipy_on_the_same_resamples(string json)
    {
        var c = Oracle.Parse(json);
        double[] resamples = [.. c.Numbers("resamples").Order()];
        double acceleration = BcaInterval.Acceleration([c.Numbers("left_out")]);
        var (low, high) = BcaInterval.Ends(c.Number("estimate"), resamples, acceleration, c.Number("alpha"));
        Oracle.Agree(c.Number("low"), low, "low");
        Oracle.Agree(c.Number("high"), high, "high");
    }

    // The bootstrap's standard error of a mean is √(Σ(x − x̄)²)/n, known in closed form (Efron and Tibshirani, §5).
    [Fact]
    public void The_standard_error_of_means_comes_near_its_closed_form()
    {
        double Ideal(double[] v) => v.Sum(x => Math.Pow(x - v.Average(), 2)) / v.Length / v.Length;
        var actual = Bootstrap.Difference(Control, Treatment, v => v.Average(), 3);
        double expected = Math.Sqrt(Ideal(Control) + Ideal(Treatment));
        Oracle.Agree(expected, actual.StandardError, "standard error", 0.04);
        Oracle.Agree(Treatment.Average() - Control.Average(), actual.Value, "difference");
        Assert.True(actual.Low.Value < actual.Value.Value && actual.Value.Value < actual.High.Value);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_cannot_be_resampled_is_absent()
    {
        Assert.Equal(AbsenceReason.NoUnits, PermutationTest.Compare([], [1], 1).PValue.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, PermutationTest.Compare([2, 2], [2], 1).PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, Bootstrap.Difference([], [1, 2], v => v.Average(), 1).Low.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, Bootstrap.Difference([1], [1, 2], v => v.Average(), 1).Low.Reason);
        var constant = Bootstrap.Difference([1, 1], [3, 3], v => v.Average(), 1);
        Assert.Equal(2, constant.Value.Value);
        Assert.Equal(AbsenceReason.ZeroVariance, constant.Low.Reason);
        Assert.Equal(AbsenceReason.NotFinite, Bootstrap.Difference([1, 2, 3], [3, 4, 9], v => 1 / (v.Min() - 1), 1).Low.Reason);
    }

    [Fact]
    public void Limits_are_held()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationTest.Compare([1], [2], 1, 0));
        Assert.True(PermutationTest.Compare([1], [2], 1, PermutationTest.MaximumPermutations).IsExact);
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationTest.Compare([1], [2], 1, PermutationTest.MaximumPermutations + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Difference([1], [2], v => v[0], 1, 0));
        Assert.False(Bootstrap.Difference([1], [2], v => v[0], 1, Bootstrap.MaximumResamples).Low.IsPresent);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Difference([1], [2], v => v[0], 1, Bootstrap.MaximumResamples + 1));
        Assert.Throws<ArgumentException>(() => PermutationTest.Compare([double.PositiveInfinity], [2], 1));
    }
}
