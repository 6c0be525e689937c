using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Guardrails;

/// <summary>
/// One-sided Welch test for harm, with an optional non-inferiority margin. Not corrected for multiplicity: missing a
/// harmed guardrail costs more than a false alarm.
/// </summary>
public static class GuardrailTest
{
    /// <summary>A harm p-value below this multiple of α, but not below α, is a warning.</summary>
    public const double WarnFactor = 2;

    /// <summary>Tests one guardrail metric.</summary>
    /// <param name="control">Moments of the control.</param>
    /// <param name="treatment">Moments of the treatment.</param>
    /// <param name="harm">The direction that is bad; two-sided when any change is.</param>
    /// <param name="margin">
    /// Tolerated harm as a positive fraction of the control mean (0.01 is 1 %), or null for none. With it, harm that is
    /// significant but shown to be smaller than the margin is OK, and "not shown yet" is a warning.
    /// </param>
    /// <param name="alpha">Error rate of each test, in (0, 1), default 0.05.</param>
    public static GuardrailResult Run(
        SampleMoments control, SampleMoments treatment, Alternative harm, double? margin = null, double alpha = 0.05)
    {
        var harmP = WelchTest.Compare(control, treatment, alpha, harm).PValue;
        var shown = margin is { } m
            ? NonInferiorityTest.PValue(control, treatment, harm, m)
            : Measure.Absent(AbsenceReason.NotComputed);
        return new GuardrailResult(harm, harmP, margin, shown, Conclude(harmP, margin, shown, alpha));
    }

    private static GuardrailSeverity Conclude(Measure harmP, double? margin, Measure nonInferiorP, double alpha)
    {
        if (!harmP.TryGet(out double p))
        {
            return GuardrailSeverity.Unknown;
        }

        if (margin is not null)
        {
            return nonInferiorP.OrNull < alpha ? GuardrailSeverity.Ok
                : p < alpha ? GuardrailSeverity.Violated
                : GuardrailSeverity.Warn;
        }

        return p < alpha ? GuardrailSeverity.Violated
            : p < WarnFactor * alpha ? GuardrailSeverity.Warn
            : GuardrailSeverity.Ok;
    }
}
