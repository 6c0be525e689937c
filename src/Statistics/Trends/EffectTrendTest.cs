using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Trends;

/// <summary>
/// Novelty and primacy: does the effect change with the days since first exposure? A line through the daily effects by
/// weighted least squares with known variances, so the slope is a z test; a χ² test of whether the line fits.
/// </summary>
/// <remarks>
/// <para>
/// Days are taken as independent, yet mostly the same units come back. When a unit's values correlate alike between
/// all days, that errs on the safe side for the slope; when only neighbouring days correlate, it does not. Then use
/// <see cref="RunPanel"/>, or <see cref="RunCorrelated"/> with the covariances of a bootstrap over units. A day must hold the
/// same kind of units as the next: days that the most eager alone have reached show selection, not novelty.
/// </para>
/// <para>
/// R. Kohavi, D. Tang and Y. Xu, Trustworthy Online Controlled Experiments (2020), §3; least squares with a known
/// covariance: A. C. Aitken, Proceedings of the Royal Society of Edinburgh 55 (1936).
/// </para>
/// </remarks>
public static class EffectTrendTest
{
    /// <summary>From moments of every day.</summary>
    /// <param name="days">In any order, each day once. Those with fewer than two units in a variant or without variance are left out and counted.</param>
    /// <param name="time">The time in which the effect follows a line, default days.</param>
    /// <param name="horizon">The day to read the long-run effect off, ≥ 1; default the last. Beyond it the line is extrapolated.</param>
    /// <param name="alpha">Two-sided error rate of the intervals and of <see cref="EffectTrend.Kind"/>, in (0, 1), default 0.05.</param>
    public static EffectTrend Run(
        IReadOnlyList<DailySample> days, TrendTime time = TrendTime.Linear, int? horizon = null, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(days);
        DailyEffect[] usable = [.. days
            .Select(d => (d.Day, Effect: WelchTest.Compare(d.Control, d.Treatment, alpha).Absolute))
            .Where(d => d.Effect.StandardError.IsPresent)
            .Select(d => new DailyEffect(d.Day, d.Effect.Value.Value, d.Effect.StandardError.Value))];
        TrendDays.Require([.. days.Select(d => d.Day)], nameof(days));
        return TrendFit.Of(usable, null, days.Count - usable.Length, time, horizon, alpha);
    }

    /// <summary>From effects and standard errors of every day.</summary>
    /// <param name="days">In any order, each day once.</param>
    /// <param name="time">The time in which the effect follows a line, default days.</param>
    /// <param name="horizon">The day to read the long-run effect off, ≥ 1; default the last. Beyond it the line is extrapolated.</param>
    /// <param name="alpha">Two-sided error rate of the intervals and of <see cref="EffectTrend.Kind"/>, in (0, 1), default 0.05.</param>
    public static EffectTrend Run(
        IReadOnlyList<DailyEffect> days, TrendTime time = TrendTime.Linear, int? horizon = null, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(days);
        TrendDays.Require([.. days.Select(d => d.Day)], nameof(days));
        foreach (var day in days)
        {
            if (!double.IsFinite(day.Effect) || !(day.StandardError > 0) || double.IsInfinity(day.StandardError))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Day {day.Day} has effect {day.Effect} with standard error {day.StandardError}; leave days that cannot be estimated out."),
                    nameof(days));
            }
        }

        return TrendFit.Of(days, null, 0, time, horizon, alpha);
    }

    /// <summary>The same by generalised least squares, for days whose effects correlate.</summary>
    /// <param name="days">Days since first exposure, ≥ 1, each once.</param>
    /// <param name="effects">Treatment − control of each, in the metric's unit; finite.</param>
    /// <param name="covariance">Covariances of these effects, symmetric, in the same order.</param>
    /// <param name="time">The time in which the effect follows a line, default days.</param>
    /// <param name="horizon">The day to read the long-run effect off, ≥ 1; default the last.</param>
    /// <param name="alpha">Two-sided error rate of the intervals and of <see cref="EffectTrend.Kind"/>, in (0, 1), default 0.05.</param>
    /// <returns>Absent with <see cref="AbsenceReason.ZeroVariance"/> when one day is a combination of the others.</returns>
    public static EffectTrend RunCorrelated(
        IReadOnlyList<int> days,
        IReadOnlyList<double> effects,
        IReadOnlyList<IReadOnlyList<double>> covariance,
        TrendTime time = TrendTime.Linear,
        int? horizon = null,
        double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(days);
        Observations.Require(effects, nameof(effects));
        TrendDays.Require(days, nameof(days));
        if (effects.Count != days.Count)
        {
            throw new ArgumentException($"{days.Count} days need {days.Count} effects, but there are {effects.Count}.", nameof(effects));
        }

        DayCovariance.Require(covariance, days.Count, nameof(covariance));

        // In the order of the days: the earlier and the later half are counted off it.
        int[] order = [.. Enumerable.Range(0, days.Count).OrderBy(i => days[i])];
        DailyEffect[] sorted = [.. order.Select(i => new DailyEffect(days[i], effects[i], Math.Sqrt(covariance[i][i])))];
        var root = days.Count == 0 ? null : DayCovariance.Root(
            [.. order.Select(i => order.Select(j => covariance[i][j]).ToArray())], [.. sorted.Select(d => d.StandardError)]);
        return root is null && days.Count > 0
            ? TrendFit.Absent(days.Count, 0, AbsenceReason.ZeroVariance, alpha)
            : TrendFit.Of(sorted, root, 0, time, horizon, alpha);
    }

    /// <summary>
    /// The same for a panel: every unit has a value on every day, 0 when it did not come. The covariances are estimated but
    /// taken as known, so there should be at least about twenty units a day of the panel.
    /// </summary>
    /// <param name="days">Days since first exposure, ≥ 1, each once; at most <see cref="JointMoments.MaximumVariables"/>.</param>
    /// <param name="control">Joint moments of the control, one variable a day in the order of <paramref name="days"/>.</param>
    /// <param name="treatment">The same of the treatment.</param>
    /// <param name="time">The time in which the effect follows a line, default days.</param>
    /// <param name="horizon">The day to read the long-run effect off, ≥ 1; default the last.</param>
    /// <param name="alpha">Two-sided error rate of the intervals and of <see cref="EffectTrend.Kind"/>, in (0, 1), default 0.05.</param>
    /// <returns>Days on which no unit of either variant differs are left out and counted.</returns>
    public static EffectTrend RunPanel(
        IReadOnlyList<int> days,
        JointMoments control,
        JointMoments treatment,
        TrendTime time = TrendTime.Linear,
        int? horizon = null,
        double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(days);
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (control.Count < 2 || treatment.Count < 2)
        {
            bool none = control.Count == 0 || treatment.Count == 0;
            return TrendFit.Absent(0, days.Count, none ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits, alpha);
        }

        if (control.Variables != days.Count || treatment.Variables != days.Count)
        {
            throw new ArgumentException(
                $"{days.Count} days need as many variables, but the control has {control.Variables} and the treatment {treatment.Variables}.", nameof(days));
        }

        double[][] covariance = DayCovariance.OfPanel(control, treatment);
        int[] usable = [.. Enumerable.Range(0, days.Count).Where(i => covariance[i][i] > 0)];
        var trend = RunCorrelated(
            [.. usable.Select(i => days[i])],
            [.. usable.Select(i => treatment[i].DifferenceFrom(control[i]))],
            [.. usable.Select(i => usable.Select(j => covariance[i][j]).ToArray())],
            time,
            horizon,
            alpha);
        return trend with { DaysLeftOut = days.Count - usable.Length };
    }
}
