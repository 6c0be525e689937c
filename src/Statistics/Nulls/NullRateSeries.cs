using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Nulls;

/// <summary>
/// Finds days on which values go missing more (or less) often than on the days before. Days differ by more than chance, so
/// the binomial variance is multiplied by the overdispersion of the window, and the score is t on its days minus one. A spike
/// inside the window hides the next one; leave known bad days out. For a weekly rhythm give the same weekdays.
/// </summary>
/// <remarks>
/// Quasi-binomial variance: P. McCullagh and J. Nelder, Generalized Linear Models (2nd ed., 1989), §4.5. With fewer than five
/// expected nulls or values, Fisher's exact test; when the window is overdispersed too, the larger of both p-values.
/// </remarks>
public static class NullRateSeries
{
    /// <summary>Scores one day.</summary>
    /// <param name="window">Counts of earlier days in any order, at least two with units.</param>
    /// <param name="current">Counts of the day.</param>
    /// <returns>Absent with <see cref="AbsenceReason.TooFewDays"/> below two days.</returns>
    public static NullRateScore Score(IReadOnlyList<NullCount> window, NullCount current)
    {
        ArgumentNullException.ThrowIfNull(window);
        NullTable.Require(current, nameof(current));
        NullCount[] days = [.. window.Select(d => NullTable.Require(d, nameof(window))).Where(d => d.Units > 0)];
        if (days.Length < 2 || current.Units == 0)
        {
            var absent = Measure.Absent(days.Length < 2 ? AbsenceReason.TooFewDays : AbsenceReason.NoUnits);
            return new NullRateScore(absent, current.Rate, absent, absent, absent, absent, false, CheckSeverity.Unknown);
        }

        var table = new NullTable(days);
        NullRateScore Of(Measure overdispersion, Measure statistic, Measure p, bool exact) => new(
            table.Total.Rate, current.Rate, overdispersion, statistic, days.Length - 1, p, exact, CheckSeverities.Of(p));
        if (table.IsDegenerate)
        {
            // A window without a null has no variance, but the first nulls after it must not pass unseen.
            var degenerate = Measure.Absent(AbsenceReason.DegenerateProportion);
            bool same = new NullTable([table.Total, current]).IsDegenerate;
            return Of(degenerate, degenerate, same ? degenerate : NullTable.Fisher(table.Total, current), !same);
        }

        double overdispersion = table.ChiSquared / (days.Length - 1);
        double variance = table.Share * table.Rest * (1.0 / current.Units + 1.0 / table.Total.Units);
        double difference = (double)current.Nulls / current.Units - table.Share;
        double statistic = difference / Math.Sqrt(Math.Max(1, overdispersion) * variance);
        double p = StudentT.TwoSided(statistic, days.Length - 1);
        if (current.Units * Math.Min(table.Share, table.Rest) >= NullTable.SmallExpected)
        {
            return Of(overdispersion, statistic, p, false);
        }

        double fisher = NullTable.Fisher(table.Total, current);
        return overdispersion > 1
            ? Of(overdispersion, statistic, Math.Max(p, fisher), false)
            : Of(overdispersion, statistic, fisher, true);
    }

    /// <summary>Scores every day of a series against the days before it.</summary>
    /// <param name="series">Counts day by day, oldest first.</param>
    /// <param name="window">Days to look back, ≥ 2, default 28; at the start there are fewer.</param>
    /// <returns>One score a day; the first two have none.</returns>
    public static IReadOnlyList<NullRateScore> Scan(IReadOnlyList<NullCount> series, int window = 28)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        return [.. series.Select((day, i) => Score([.. series.Skip(i - window).Take(Math.Min(i, window))], day))];
    }
}
