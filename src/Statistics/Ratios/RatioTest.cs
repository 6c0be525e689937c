using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Ratios;

/// <summary>
/// Compares ratio metrics, mean numerator over mean denominator, where the unit of assignment has several denominators
/// (a user has several views). Var R = (s²y − 2R·syd + R²·s²d)/(n·d̄²) by the delta method, then Welch's test. Assumes
/// independent units and a denominator whose mean is many standard errors from zero.
/// </summary>
/// <remarks>A. Deng, U. Knoblich and J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, section 3.</remarks>
public static class RatioTest
{
    /// <summary>Compares the treatment's ratio with the control's.</summary>
    /// <param name="control">Moments of numerator and denominator, in this order; further variables are ignored.</param>
    /// <param name="treatment">The same of the treatment.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    /// <returns>
    /// Ratios in numerator units per denominator unit. Everything is absent with
    /// <see cref="AbsenceReason.ZeroDenominator"/> when a denominator's mean is zero.
    /// </returns>
    public static RatioComparison Compare(
        JointMoments control, JointMoments treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        RequireRatio(control, nameof(control));
        RequireRatio(treatment, nameof(treatment));
        return (LinearisedRatio.Obstacle(control) ?? LinearisedRatio.Obstacle(treatment)) is { } obstacle
            ? Absent(control, treatment, obstacle, alpha)
            : Of(LinearisedRatio.Of(control)[0], LinearisedRatio.Of(treatment)[0], alpha, alternative);
    }

    /// <summary>
    /// Moments of the linearised ratio, by which everything that compares means compares ratios: their mean is the ratio, their
    /// variance over n is the delta method's.
    /// </summary>
    /// <param name="sample">Moments of numerator and denominator, in this order; further variables are ignored.</param>
    /// <returns>The empty sample when there are no units or the denominator's mean is zero.</returns>
    public static SampleMoments UnitMoments(JointMoments sample)
    {
        RequireRatio(sample, nameof(sample));
        return LinearisedRatio.Obstacle(sample) is null ? LinearisedRatio.Of(sample)[0] : default;
    }

    /// <summary>
    /// The same, less what the covariates explain (CUPED): the linearised ratio is regressed on them inside variants. For
    /// the metric's own past give its numerator and its denominator as two covariates.
    /// </summary>
    /// <param name="control">Moments of numerator, denominator, then at least one covariate measured before the experiment.</param>
    /// <param name="treatment">The same of the treatment.</param>
    /// <param name="others">The remaining variants, which also inform the slopes.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    public static RatioCupedComparison CompareAdjusted(
        JointMoments control,
        JointMoments treatment,
        IEnumerable<JointMoments>? others = null,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        RequireRatio(control, nameof(control));
        RequireRatio(treatment, nameof(treatment));
        if ((LinearisedRatio.Obstacle(control) ?? LinearisedRatio.Obstacle(treatment)) is { } obstacle)
        {
            return new RatioCupedComparison([], Measure.Absent(obstacle), Absent(control, treatment, obstacle, alpha));
        }

        var adjusted = MultiCuped.Compare(
            LinearisedRatio.Of(control),
            LinearisedRatio.Of(treatment),
            (others ?? []).Where(o => o.Variables > 1 && LinearisedRatio.Obstacle(o) is null).Select(LinearisedRatio.Of),
            alpha,
            alternative);
        return new RatioCupedComparison(adjusted.Theta, adjusted.VarianceReduction, WithDelta(adjusted.Adjusted with { Method = "ratio_cuped" }, alpha, alternative));
    }

    private static RatioComparison Of(SampleMoments control, SampleMoments treatment, double alpha, Alternative alternative) =>
        WithDelta(WelchTest.Compare(control, treatment, alpha, alternative) with { Method = "ratio" }, alpha, alternative);

    private static RatioComparison WithDelta(MeanComparison ratios, double alpha, Alternative alternative)
    {
        var lift = ratios.Relative;
        if (!lift.StandardError.TryGet(out double standardError) || !ratios.DegreesOfFreedom.TryGet(out double df))
        {
            return new RatioComparison(ratios, lift);
        }

        double reach = StudentT.InverseSurvival(OneSided.Tail(alpha, alternative), df) * standardError;
        var both = lift with { Low = lift.Value.Map(v => v - reach), High = lift.Value.Map(v => v + reach) };
        return new RatioComparison(ratios, OneSided.KeepLift(both, alternative, ratios.ControlMean.Value));
    }

    private static RatioComparison Absent(JointMoments control, JointMoments treatment, AbsenceReason reason, double alpha)
    {
        var absent = Measure.Absent(reason);
        var estimate = Estimate.Absent(reason, 1 - alpha);
        Measure Ratio(JointMoments sample) =>
            LinearisedRatio.Obstacle(sample) is { } why ? Measure.Absent(why) : sample[0].Mean / sample[1].Mean;
        return new RatioComparison(
            new MeanComparison(
                control.Count, treatment.Count, Ratio(control), Ratio(treatment), estimate, estimate, absent, absent, absent) { Method = "ratio" },
            estimate);
    }

    private static void RequireRatio(JointMoments sample, string parameter)
    {
        if (sample.Count > 0 && sample.Variables < 2)
        {
            throw new ArgumentException("A ratio needs a numerator and a denominator, in this order.", parameter);
        }
    }
}
