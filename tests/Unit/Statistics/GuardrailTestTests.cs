using GrpcExp.Statistics;
using GrpcExp.Statistics.Guardrails;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

public sealed class GuardrailTestTests
{
    // Variance 1 and a thousand units: the standard error of the difference is 0.04472.
    private static readonly SampleMoments Control = new(1000, 10, 999);

    public static TheoryData<string> Cases() => Oracle.Cases("non_inferiority");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Non_inferiority_agrees_with_scipy_on_a_scaled_control(string json)
    {
        var c = Oracle.Parse(json);
        var harm = Enum.Parse<Alternative>(c.GetProperty("harm").GetString()!);
        var actual = NonInferiorityTest.PValue(
            MeanComparisonTests.Moments(c.Numbers("control")), MeanComparisonTests.Moments(c.Numbers("treatment")), harm, c.Number("margin"));
        Oracle.Agree(c.Number("p_value"), actual, "p");
    }

    // One-sided p at t = (mean − 10)/0.04472: −1 → 0.16, −1.5 → 0.067, −1.75 → 0.040, +5 → 1.
    [Theory]
    [InlineData(10.2236, GuardrailSeverity.Ok)]
    [InlineData(9.9553, GuardrailSeverity.Ok)]
    [InlineData(9.9329, GuardrailSeverity.Warn)]
    [InlineData(9.9217, GuardrailSeverity.Violated)]
    public void Without_a_margin_severity_follows_the_harm_test(double treatmentMean, GuardrailSeverity expected) =>
        Assert.Equal(expected, GuardrailTest.Run(Control, new SampleMoments(1000, treatmentMean, 999), Alternative.Less).Severity);

    // A margin of 1 % is 0.1, which is t = 2.236 away from no change.
    [Theory]
    [InlineData(10.05, GuardrailSeverity.Ok)]
    [InlineData(9.99, GuardrailSeverity.Ok)]
    [InlineData(9.95, GuardrailSeverity.Warn)]
    [InlineData(9.92, GuardrailSeverity.Violated)]
    public void With_a_margin_harm_must_be_shown_to_be_smaller(double treatmentMean, GuardrailSeverity expected) =>
        Assert.Equal(expected, GuardrailTest.Run(Control, new SampleMoments(1000, treatmentMean, 999), Alternative.Less, 0.01).Severity);

    [Fact]
    public void Significant_harm_within_the_margin_is_tolerated()
    {
        var result = GuardrailTest.Run(Control, new SampleMoments(1000, 9.92, 999), Alternative.Less, 0.05);
        Assert.True(result.HarmPValue.Value < 0.05);
        Assert.Equal(GuardrailSeverity.Ok, result.Severity);
    }

    [Fact]
    public void Harm_is_upward_for_a_metric_that_should_fall()
    {
        var more = new SampleMoments(1000, 10.2, 999);
        Assert.Equal(GuardrailSeverity.Violated, GuardrailTest.Run(Control, more, Alternative.Greater).Severity);
        Assert.Equal(GuardrailSeverity.Ok, GuardrailTest.Run(Control, more, Alternative.Less).Severity);
        Assert.Equal(GuardrailSeverity.Violated, GuardrailTest.Run(Control, more, Alternative.TwoSided).Severity);
    }

    [Fact]
    public void What_cannot_be_tested_is_unknown_with_its_reason()
    {
        var constant = new SampleMoments(10, 0, 0);
        var result = GuardrailTest.Run(constant, constant, Alternative.Less, 0.01);
        Assert.Equal(GuardrailSeverity.Unknown, result.Severity);
        Assert.Equal(AbsenceReason.ZeroVariance, result.HarmPValue.Reason);
        Assert.Equal(AbsenceReason.ZeroControlMean, result.NonInferiorityPValue.Reason);
        Assert.Equal(AbsenceReason.NoDirection, NonInferiorityTest.PValue(Control, Control, Alternative.TwoSided, 0.1).Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, NonInferiorityTest.PValue(Control, default, Alternative.Less, 0.1).Reason);
        var fixedAtFive = new SampleMoments(10, 5, 0);
        Assert.Equal(AbsenceReason.ZeroVariance, NonInferiorityTest.PValue(fixedAtFive, fixedAtFive, Alternative.Less, 0.1).Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_margin_must_be_positive(double margin) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NonInferiorityTest.PValue(Control, Control, Alternative.Less, margin));
}
