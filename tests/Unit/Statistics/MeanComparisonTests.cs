using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>Welch and pooled t with their absolute and Fieller intervals; the oracle finds Fieller's ends as roots.</summary>
public sealed class MeanComparisonTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("comparisons");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_number_agrees_with_the_oracle(string json)
    {
        var c = Oracle.Parse(json);
        var control = Moments(c.Numbers("control"));
        var treatment = Moments(c.Numbers("treatment"));
        double alpha = c.Number("alpha");
        MeanComparison Run(Alternative alternative) => c.GetProperty("test").GetString() == "welch"
            ? WelchTest.Compare(control, treatment, alpha, alternative)
            : PooledTTest.Compare(control, treatment, alpha, alternative);

        var expected = c.GetProperty("expected");
        var actual = Run(Alternative.TwoSided);
        Check(expected, actual);
        Oracle.Agree(expected.Number("p_greater"), Run(Alternative.Greater).PValue, "p greater");
        Oracle.Agree(expected.Number("p_less"), Run(Alternative.Less).PValue, "p less");
    }

    internal static void Check(JsonElement expected, MeanComparison actual, double tolerance = Oracle.Tight)
    {
        double se = expected.Number("std_error");
        Oracle.Agree(se, actual.Absolute.StandardError, "standard error", tolerance);
        Oracle.Agree(expected.Number("df"), actual.DegreesOfFreedom, "df", tolerance);
        Oracle.Agree(expected.Number("statistic"), actual.Statistic, "statistic", tolerance);
        Oracle.Agree(expected.Number("p_two_sided"), actual.PValue, "p", tolerance);
        Oracle.Agree(expected.Number("ci_low"), actual.Absolute.Low, "low", tolerance, se);
        Oracle.Agree(expected.Number("ci_high"), actual.Absolute.High, "high", tolerance, se);

        double relativeSe = expected.Number("relative_std_error");
        Oracle.Agree(expected.Number("relative"), actual.Relative.Value, "relative", tolerance, relativeSe);
        Oracle.Agree(relativeSe, actual.Relative.StandardError, "delta-method standard error", tolerance);
        if (expected.TryGetProperty("fieller_low", out var low))
        {
            Oracle.Agree(low.GetDouble(), actual.Relative.Low, "Fieller low", tolerance, relativeSe);
            Oracle.Agree(expected.Number("fieller_high"), actual.Relative.High, "Fieller high", tolerance, relativeSe);
        }
        else
        {
            Assert.Equal(AbsenceReason.UnboundedInterval, actual.Relative.Low.Reason);
            Assert.Equal(AbsenceReason.UnboundedInterval, actual.Relative.High.Reason);
        }
    }

    /// <summary>From n, mean and standard deviation.</summary>
    internal static SampleMoments Moments(double[] summary) =>
        new((long)summary[0], summary[1], summary[2] * summary[2] * (summary[0] - 1));
}
