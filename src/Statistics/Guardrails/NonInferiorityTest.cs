using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Guardrails;

/// <summary>
/// Tests that the treatment is not worse than the control by a margin that is a fraction of the control mean. The
/// statistic is (m_t − k·m_c)/√(V_t + k²·V_c) with k = 1 ∓ margin, Welch–Satterthwaite degrees of freedom, so the
/// uncertainty of the control mean inside the margin is counted.
/// </summary>
/// <remarks>C. Pigeot et al., "Assessing non-inferiority in clinical trials … ratio of means", Statistics in Medicine 22 (2003).</remarks>
public static class NonInferiorityTest
{
    /// <summary>P-value against "worse by the margin or more".</summary>
    /// <param name="control">Moments of the control; its mean must not be zero.</param>
    /// <param name="treatment">Moments of the treatment.</param>
    /// <param name="harm">The direction that is bad; must be one-sided.</param>
    /// <param name="margin">Tolerated harm, a positive fraction of the absolute control mean.</param>
    public static Measure PValue(SampleMoments control, SampleMoments treatment, Alternative harm, double margin)
    {
        if (!(margin > 0) || double.IsInfinity(margin))
        {
            throw new ArgumentOutOfRangeException(
                nameof(margin), margin, "A non-inferiority margin must be a positive fraction of the control mean, e.g. 0.01.");
        }

        if (harm == Alternative.TwoSided)
        {
            return Measure.Absent(AbsenceReason.NoDirection);
        }

        if (!control.VarianceOfMean.TryGet(out double vc) || !treatment.VarianceOfMean.TryGet(out double vt))
        {
            return Measure.Absent(AbsenceReason.TooFewUnits);
        }

        if (control.Mean == 0)
        {
            return Measure.Absent(AbsenceReason.ZeroControlMean);
        }

        double tolerated = margin * Math.Sign(control.Mean);
        double k = harm == Alternative.Less ? 1 - tolerated : 1 + tolerated;
        double scaled = k * k * vc;
        if (!(scaled + vt > 0))
        {
            return Measure.Absent(AbsenceReason.ZeroVariance);
        }

        double statistic = (treatment.Mean - k * control.Mean) / Math.Sqrt(vt + scaled);
        double df = WelchTest.DegreesOfFreedom(scaled, control.Count, vt, treatment.Count);
        return MeanDifference.PValue(statistic, df, harm == Alternative.Less ? Alternative.Greater : Alternative.Less);
    }
}
