using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Interference;

/// <summary>
/// Do units change each other? Assigned one by one a unit has neighbours of both variants, assigned by cluster mostly of its
/// own; without interference both estimate the same effect. Assumes two experiments that share no unit, run at the same
/// time on the same kind of units.
/// </summary>
/// <remarks>
/// M. Saveski et al., "Detecting Network Effects: Randomizing Over Randomized Experiments", KDD 2017; degrees of freedom by F.
/// Satterthwaite (1946).
/// </remarks>
public static class InterferenceTest
{
    /// <summary>Compares the two effects.</summary>
    /// <param name="byUnit">The effect when units are assigned one by one.</param>
    /// <param name="byCluster">The effect when clusters are assigned as a whole, e.g. by <see cref="ClusterTest"/>.</param>
    /// <param name="alpha">Two-sided error rate of the interval and the kind, in (0, 1), default 0.05.</param>
    public static InterferenceResult Compare(AssignmentEffect byUnit, AssignmentEffect byCluster, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        Require(byUnit, nameof(byUnit));
        Require(byCluster, nameof(byCluster));
        double difference = byCluster.Effect - byUnit.Effect;
        double standardError = double.Hypot(byUnit.StandardError, byCluster.StandardError);
        double statistic = difference / standardError;
        double lost = Lost(byUnit, standardError) + Lost(byCluster, standardError);
        double critical = lost > 0 ? StudentT.InverseSurvival(alpha / 2, 1 / lost) : StandardNormal.InverseSurvival(alpha / 2);
        double p = lost > 0 ? StudentT.TwoSided(statistic, 1 / lost) : StandardNormal.TwoSided(statistic);
        return new InterferenceResult(
            new Estimate(
                difference, standardError, difference - critical * standardError, difference + critical * standardError, 1 - alpha),
            statistic,
            lost > 0 ? 1 / lost : Measure.Absent(AbsenceReason.NotComputed),
            p,
            p < alpha ? KindOf(byUnit, byCluster) : InterferenceKind.None);
    }

    /// <summary>Compares the absolute effects of two comparisons.</summary>
    /// <param name="byUnit">When units are assigned one by one.</param>
    /// <param name="byCluster">When clusters are assigned as a whole: <see cref="ClusterComparison.Clustered"/>, not a test that takes units as independent.</param>
    /// <param name="alpha">Two-sided error rate of the interval and the kind, in (0, 1), default 0.05.</param>
    public static InterferenceResult Compare(MeanComparison byUnit, MeanComparison byCluster, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (AssignmentEffect.Of(byUnit) is { } unit && AssignmentEffect.Of(byCluster) is { } cluster)
        {
            return Compare(unit, cluster, alpha);
        }

        var reason = byUnit.Absolute.StandardError.Reason ?? byCluster.Absolute.StandardError.Reason ?? AbsenceReason.NotComputed;
        var absent = Measure.Absent(reason);
        return new InterferenceResult(Estimate.Absent(reason, 1 - alpha), absent, absent, absent, InterferenceKind.Unknown);
    }

    /// <summary>This estimate's part of Satterthwaite's 1/df.</summary>
    private static double Lost(AssignmentEffect effect, double standardError) =>
        effect.DegreesOfFreedom is { } df ? Math.Pow(effect.StandardError / standardError, 4) / df : 0;

    // By size, so that an effect that one of the two sees as nothing needs no sign.
    private static InterferenceKind KindOf(AssignmentEffect byUnit, AssignmentEffect byCluster) =>
        Math.Abs(byCluster.Effect) >= Math.Abs(byUnit.Effect) ? InterferenceKind.Spillover : InterferenceKind.Displacement;

    private static void Require(AssignmentEffect effect, string parameter)
    {
        if (!double.IsFinite(effect.Effect) || !(effect.StandardError > 0) || double.IsInfinity(effect.StandardError)
            || (effect.DegreesOfFreedom is { } df && !(df > 0)))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{parameter} has effect {effect.Effect}, standard error {effect.StandardError} and degrees of freedom {effect.DegreesOfFreedom}; it needs a finite effect, a positive standard error and positive degrees of freedom or none."),
                parameter);
        }
    }
}
