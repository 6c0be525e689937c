using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Unit.Statistics.Sequential;

/// <summary>Confidence sequences and the mixture SPRT against integrals, minima and roots by mpmath (<c>Oracles/generate_sequential.py</c>).</summary>
public sealed class NormalMixtureTests
{
    public static TheoryData<string> Tunings() => Oracle.Cases("confidence_sequences", c => c.GetProperty("kind").GetString() == "tuning");

    public static TheoryData<string> Comparisons() => Oracle.Cases("confidence_sequences", c => c.GetProperty("kind").GetString() == "comparison");

    public static TheoryData<string> Ratios() => Oracle.Cases("mixture_sprt");

    [Theory]
    [MemberData(nameof(Tunings))]
    public void The_tuning_makes_the_interval_narrowest_at_the_plan(string json)
    {
        var c = Oracle.Parse(json);
        double planned = c.Number("planned");
        double alpha = c.Number("alpha");
        var alternative = Side(c);
        Oracle.Agree(c.Number("rho2"), ConfidenceSequence.MixtureVariance(planned, alpha, alternative), "rho²");
        Oracle.Agree(c.Number("critical_at_plan"), ConfidenceSequence.Critical(planned, planned, alpha, alternative), "critical at the plan");
        Oracle.Agree(c.Number("critical_early"), ConfidenceSequence.Critical(planned / 100, planned, alpha, alternative), "critical early");
    }

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void A_confidence_sequence_agrees_with_the_oracle(string json)
    {
        var c = Oracle.Parse(json);
        var (control, treatment) = (MeanComparisonTests.Moments(c.Numbers("control")), MeanComparisonTests.Moments(c.Numbers("treatment")));
        double planned = c.Number("planned");
        var result = ConfidenceSequence.Compare(control, treatment, planned, c.Number("alpha"), Side(c));
        Check(c, result, Side(c));
        Oracle.Agree(
            c.GetProperty("expected").Number("p"),
            ConfidenceSequence.PValue(result.Statistic.Value, control.Count + treatment.Count, planned, c.Number("alpha"), Side(c)),
            "p of a statistic");
    }

    [Theory]
    [MemberData(nameof(Ratios))]
    public void A_mixture_SPRT_agrees_with_the_integral_over_its_mixture(string json)
    {
        var c = Oracle.Parse(json);
        Check(
            c,
            MixtureSprt.Compare(
                MeanComparisonTests.Moments(c.Numbers("control")),
                MeanComparisonTests.Moments(c.Numbers("treatment")),
                c.Number("tau"),
                c.Number("alpha")),
            Alternative.TwoSided);
    }

    private static void Check(JsonElement c, MeanComparison actual, Alternative alternative)
    {
        var expected = c.GetProperty("expected");
        double se = expected.Number("std_error");
        Oracle.Agree(expected.Number("p"), actual.PValue, "p");
        Oracle.Agree(se, actual.Absolute.StandardError, "standard error");
        CheckEnd(expected.Number("low"), actual.Absolute.Low, alternative == Alternative.Less, se);
        CheckEnd(expected.Number("high"), actual.Absolute.High, alternative == Alternative.Greater, se);
        if (!expected.TryGetProperty("fieller_low", out var low))
        {
            Assert.Equal(AbsenceReason.UnboundedInterval, actual.Relative.Low.Reason);
            Assert.Equal(AbsenceReason.UnboundedInterval, actual.Relative.High.Reason);
            return;
        }

        // Beside a negative control mean the good side of a fraction is the other one.
        bool turned = c.Numbers("control")[1] < 0;
        CheckEnd(low.GetDouble(), actual.Relative.Low, alternative == (turned ? Alternative.Greater : Alternative.Less), actual.Relative.StandardError.Value);
        CheckEnd(expected.Number("fieller_high"), actual.Relative.High, alternative == (turned ? Alternative.Less : Alternative.Greater), actual.Relative.StandardError.Value);
    }

    private static void CheckEnd(double expected, Measure actual, bool dropped, double scale)
    {
        if (dropped)
        {
            Assert.Equal(AbsenceReason.OneSidedInterval, actual.Reason);
        }
        else
        {
            Oracle.Agree(expected, actual, "end of the interval", Oracle.Tight, scale);
        }
    }

    private static Alternative Side(JsonElement c) => Enum.Parse<Alternative>(c.GetProperty("alternative").GetString()!);
}
