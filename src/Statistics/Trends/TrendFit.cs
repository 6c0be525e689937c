using GrpcExp.Statistics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace GrpcExp.Statistics.Trends;

/// <summary>The line through daily effects, what it says of the first days and the last, and how well it fits.</summary>
internal static class TrendFit
{
    /// <param name="days">In the order of <paramref name="root"/>, sorted by day when there is one.</param>
    /// <param name="root">Lower Cholesky factor of the days' correlation matrix; null when they are independent.</param>
    /// <param name="leftOut">Days that could not be estimated.</param>
    /// <param name="time">The time in which the effect follows the line.</param>
    /// <param name="horizon">Where to read the long run off; null for the last day.</param>
    /// <param name="alpha">Two-sided error rate.</param>
    public static EffectTrend Of(
        IReadOnlyList<DailyEffect> days, Matrix<double>? root, int leftOut, TrendTime time, int? horizon, double alpha)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        double last = TrendDays.Time(horizon ?? 1, time, nameof(horizon));
        if (days.Count < 2)
        {
            return Absent(days.Count, leftOut, AbsenceReason.TooFewDays, alpha);
        }

        DailyEffect[] sorted = [.. days.OrderBy(d => d.Day)];
        double[] times = [.. sorted.Select(d => TrendDays.Time(d.Day, time, nameof(days)))];
        var whitened = new WhitenedDays([.. sorted.Select(d => d.Effect)], [.. sorted.Select(d => d.StandardError)], root);
        var line = whitened.Fit(times);
        var halves = whitened.Fit([.. sorted.Select((_, i) => i < sorted.Length / 2 ? 0.0 : 1.0)]);
        double critical = StandardNormal.InverseSurvival(alpha / 2);
        Estimate Normal((double Value, double StandardError) e) => new(
            e.Value, e.StandardError, e.Value - critical * e.StandardError, e.Value + critical * e.StandardError, 1 - alpha);

        double z = line.Slope / line.SlopeError;
        var first = Normal(line.At(times[0]));
        var end = Normal(line.At(times[^1]));
        return new EffectTrend(
            sorted.Length,
            leftOut,
            Normal((whitened.Average, whitened.AverageError)),
            Normal((line.Slope, line.SlopeError)),
            z,
            StandardNormal.TwoSided(z),
            first,
            horizon is null ? end : Normal(line.At(last)),
            Normal((halves.Slope, halves.SlopeError)),
            StandardNormal.TwoSided(halves.Slope / halves.SlopeError),
            Variation(WhitenedDays.Sum(whitened.Residuals), sorted.Length - 1),
            Variation(line.ResidualSum, sorted.Length - 2),
            Classify(line.Slope, StandardNormal.TwoSided(z) < alpha, first, end));
    }

    private static DayVariation Variation(double chiSquared, int degreesOfFreedom)
    {
        var absent = Measure.Absent(AbsenceReason.TooFewDays);
        return degreesOfFreedom < 1
            ? new DayVariation(absent, absent, absent)
            : new DayVariation(chiSquared, degreesOfFreedom, ChiSquared.Survival(chiSquared, degreesOfFreedom));
    }

    /// <summary>
    /// Against the sign of the first day's effect is novelty, with it primacy. A first day within its noise has no sign: when
    /// the last one is beyond its noise in the slope's direction, the effect has grown out of nothing.
    /// </summary>
    private static TrendKind Classify(double slope, bool significant, Estimate first, Estimate last)
    {
        if (!significant)
        {
            return TrendKind.None;
        }

        int direction = Math.Sign(slope);
        bool against = Math.Sign(first.Value.Value) == -direction;
        bool grown = !first.ExcludesZero && last.ExcludesZero && Math.Sign(last.Value.Value) == direction;
        return against && !grown ? TrendKind.Novelty : TrendKind.Primacy;
    }

    public static EffectTrend Absent(int days, int leftOut, AbsenceReason reason, double alpha)
    {
        var absent = Measure.Absent(reason);
        var estimate = Estimate.Absent(reason, 1 - alpha);
        var variation = new DayVariation(absent, absent, absent);
        return new EffectTrend(
            days, leftOut, estimate, estimate, absent, absent, estimate, estimate, estimate, absent, variation, variation, TrendKind.Unknown);
    }
}
