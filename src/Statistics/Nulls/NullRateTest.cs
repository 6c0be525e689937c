using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Nulls;

/// <summary>
/// Do values go missing more often than before, or more often in one variant than in another? The latter makes every comparison
/// of the metric one of different units. Assumes independent units: among millions any change is significant, so a daily check
/// should use <see cref="NullRateSeries"/>, which knows how much days differ anyway.
/// </summary>
/// <remarks>
/// K. Pearson (1900), R. A. Fisher (1935); small means an expected count below 5, W. G. Cochran, Biometrics 10 (1954). No nulls at
/// all, or nothing but nulls, is <see cref="AbsenceReason.DegenerateProportion"/>: there is no change to test.
/// </remarks>
public static class NullRateTest
{
    /// <summary>Today against a baseline: z with the pooled variance, or Fisher's exact test for small counts.</summary>
    /// <param name="baseline">Counts of the baseline.</param>
    /// <param name="current">Counts of today, of other units.</param>
    /// <param name="alpha">Two-sided error rate of the interval, in (0, 1), default 0.05.</param>
    public static NullRateComparison AgainstBaseline(NullCount baseline, NullCount current, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        NullTable.Require(baseline, nameof(baseline));
        NullTable.Require(current, nameof(current));
        var change = ProportionIntervals.Newcombe(baseline.Nulls, baseline.Units, current.Nulls, current.Units, alpha);
        NullRateComparison Of(Measure statistic, Measure p, bool exact) =>
            new(baseline.Rate, current.Rate, change, statistic, p, exact, CheckSeverities.Of(p));
        if (baseline.Units == 0 || current.Units == 0)
        {
            var none = Measure.Absent(AbsenceReason.NoUnits);
            return Of(none, none, false);
        }

        var table = new NullTable([baseline, current]);
        if (table.IsDegenerate)
        {
            var degenerate = Measure.Absent(AbsenceReason.DegenerateProportion);
            return Of(degenerate, degenerate, false);
        }

        if (table.SmallestExpected < NullTable.SmallExpected)
        {
            return Of(Measure.Absent(AbsenceReason.NotComputed), NullTable.Fisher(baseline, current), true);
        }

        double z = change.Value.Value / Math.Sqrt(table.Share * table.Rest * (1.0 / baseline.Units + 1.0 / current.Units));
        return Of(z, StandardNormal.TwoSided(z), false);
    }

    /// <summary>Differential missingness: Pearson's χ² over all variants, or Fisher's exact test for two with small counts.</summary>
    /// <param name="variants">Counts of every variant; those without units are left out.</param>
    public static NullRateHomogeneity BetweenVariants(IReadOnlyList<NullCount> variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        NullCount[] used = [.. variants.Select(v => NullTable.Require(v, nameof(variants))).Where(v => v.Units > 0)];
        Measure[] rates = [.. variants.Select(v => v.Rate)];
        var table = used.Length > 1 ? new NullTable(used) : null;
        AbsenceReason? obstacle = table is null ? AbsenceReason.TooFewVariants
            : table.IsDegenerate ? AbsenceReason.DegenerateProportion
            : null;
        if (obstacle is { } reason)
        {
            var absent = Measure.Absent(reason);
            return new NullRateHomogeneity(rates, absent, absent, absent, absent, false, CheckSeverity.Unknown);
        }

        double chiSquared = table!.ChiSquared;
        bool exact = used.Length == 2 && table.SmallestExpected < NullTable.SmallExpected;
        double p = exact ? NullTable.Fisher(used[0], used[1]) : ChiSquared.Survival(chiSquared, used.Length - 1);
        return new NullRateHomogeneity(
            rates, chiSquared, used.Length - 1, table.SmallestExpected, p, exact, CheckSeverities.Of(p));
    }
}
