using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Unit.Statistics;

public sealed class ProportionZTestTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("proportions");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Statistic_and_p_values_agree_with_statsmodels_and_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        double[] control = c.Numbers("control");
        double[] treatment = c.Numbers("treatment");
        MeanComparison Run(Alternative alternative) => ProportionZTest.Compare(
            (long)control[0], (long)control[1], (long)treatment[0], (long)treatment[1],
            Enum.Parse<ZTestVariance>(c.GetProperty("variance").GetString()!, ignoreCase: true), 0.05, alternative);

        var actual = Run(Alternative.TwoSided);
        Oracle.Agree(c.Number("statistic"), actual.Statistic, "z");
        Oracle.Agree(c.Number("p_two_sided"), actual.PValue, "p");
        Oracle.Agree(c.Number("p_greater"), Run(Alternative.Greater).PValue, "p greater");
        Oracle.Agree(c.Number("p_less"), Run(Alternative.Less).PValue, "p less");
    }

    [Fact]
    public void Counts_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionZTest.Compare(11, 10, 1, 10, ZTestVariance.Pooled));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionZTest.Compare(1, 10, -1, 10, ZTestVariance.Pooled));
    }

    [Fact]
    public void Nobody_converting_anywhere_has_no_p_value()
    {
        var result = ProportionZTest.Compare(0, 100, 0, 120, ZTestVariance.Pooled);
        Assert.Equal(AbsenceReason.DegenerateProportion, result.PValue.Reason);
        Assert.Equal(0, result.Absolute.Value.Value);
        Assert.Equal(AbsenceReason.ZeroControlMean, result.Relative.Value.Reason);
    }

    [Fact]
    public void A_pooled_test_still_works_when_everybody_converts_in_one_variant_and_nobody_in_the_other()
    {
        // Pearson's χ² of the table (0, 10; 10, 0) is n = 20, so z = √20.
        var result = ProportionZTest.Compare(0, 10, 10, 10, ZTestVariance.Pooled);
        Oracle.Agree(Math.Sqrt(20), result.Statistic, "z");
        Assert.Equal(AbsenceReason.DegenerateProportion, result.Absolute.Low.Reason);
    }
}
