using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>CUPED from moments against the same adjustment made unit by unit; θ also against statsmodels' OLS.</summary>
public sealed class CupedTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("cuped");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Moments_give_what_adjusting_every_unit_gives(string json)
    {
        var c = Oracle.Parse(json);
        var groups = Groups(c);
        var actual = Cuped.Compare(groups[0], groups[1], groups.Skip(2));
        Oracle.Agree(c.Number("theta"), actual.Theta, "theta");
        Oracle.Agree(c.Number("variance_reduction"), actual.VarianceReduction, "variance reduction", scale: 1);
        Oracle.Agree(c.Number("control_mean"), actual.Adjusted.ControlMean, "control mean");
        Oracle.Agree(c.Number("treatment_mean"), actual.Adjusted.TreatmentMean, "treatment mean");

        // An offset of 1e6 leaves the difference of means with ten digits.
        MeanComparisonTests.Check(c.GetProperty("expected"), actual.Adjusted, c.Number("control_mean") > 1e5 ? 1e-8 : Oracle.Tight);
    }

    [Fact]
    public void A_constant_covariate_explains_nothing_and_says_so()
    {
        var constant = CovariateMoments.FromSums(3, 6, 14, 15, 75, 30);
        var result = Cuped.Compare(constant, constant);
        Assert.Equal(AbsenceReason.ZeroCovariateVariance, result.Theta.Reason);
        Assert.Equal(AbsenceReason.ZeroCovariateVariance, result.Adjusted.PValue.Reason);
        Assert.Equal(2, result.Adjusted.ControlMean.Value);
    }

    [Fact]
    public void A_covariate_that_predicts_perfectly_leaves_no_variance_to_test()
    {
        var control = default(CovariateMoments).Add(1.1, 0.1).Add(1.7, 0.7).Add(1.3, 0.3);
        var treatment = default(CovariateMoments).Add(2.2, 0.2).Add(2.9, 0.9).Add(2.4, 0.4);
        var result = Cuped.Compare(control, treatment);
        Assert.Equal(AbsenceReason.ZeroVariance, result.Adjusted.PValue.Reason);
        Oracle.Agree(1, result.Adjusted.Absolute.Value, "difference");
        Oracle.Agree(1, result.VarianceReduction, "variance reduction");
    }

    [Fact]
    public void No_units_at_all_is_absent()
    {
        var result = Cuped.Compare(default, default);
        Assert.Equal(AbsenceReason.NoUnits, result.Theta.Reason);
        Assert.Equal(AbsenceReason.NoUnits, result.Adjusted.ControlMean.Reason);
    }

    private static CovariateMoments[] Groups(JsonElement c) =>
        [.. c.GetProperty("groups").EnumerateArray().Select(g =>
            g.Numbers("x").Zip(g.Numbers("y")).Aggregate(default(CovariateMoments), (m, p) => m.Add(p.Second, p.First)))];
}
