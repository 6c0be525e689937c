using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Monitoring;

/// <summary>How far a new value of a series lies from its past, in standard deviations; alarms are usually set at 3 or more.</summary>
/// <remarks>Median and MAD: B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers (1993).</remarks>
public static class AnomalyScore
{
    // 1/Φ⁻¹(0.75): the MAD times this is the standard deviation of normal values.
    internal const double NormalScale = 1.4826022185056018;

    /// <summary>(value − mean)/standard deviation of the window. A single earlier spike hides later ones; see <see cref="Robust"/>.</summary>
    /// <param name="window">Earlier values, finite; at least two.</param>
    /// <param name="value">The new value, finite.</param>
    public static Measure Rolling(IReadOnlyList<double> window, double value)
    {
        Require(window, value);
        var moments = window.Aggregate(default(SampleMoments), (m, v) => m.Add(v));
        if (!moments.Variance.TryGet(out double variance))
        {
            return moments.Count == 0 ? Measure.Absent(AbsenceReason.NoUnits) : moments.Variance;
        }

        return variance > 0 ? (value - moments.Mean) / Math.Sqrt(variance) : Measure.Absent(AbsenceReason.ZeroVariance);
    }

    /// <summary>(value − median)/(1.4826·MAD): up to half of the window may be spikes.</summary>
    /// <param name="window">Earlier values, finite; at least two.</param>
    /// <param name="value">The new value, finite.</param>
    /// <returns>Absent with <see cref="AbsenceReason.ZeroVariance"/> when more than half of the window is one value.</returns>
    public static Measure Robust(IReadOnlyList<double> window, double value)
    {
        Require(window, value);
        if (window.Count < 2)
        {
            return Measure.Absent(window.Count == 0 ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits);
        }

        double median = Observations.Quantile(Observations.Sorted(window, nameof(window)), 0.5);
        double mad = Observations.Quantile(Observations.Sorted([.. window.Select(v => Math.Abs(v - median))], nameof(window)), 0.5);
        return mad > 0 ? (value - median) / (NormalScale * mad) : Measure.Absent(AbsenceReason.ZeroVariance);
    }

    /// <summary>The robust score against the same phase of earlier periods, such as earlier Mondays.</summary>
    /// <param name="series">Earlier values, oldest first, without gaps; finite.</param>
    /// <param name="value">The value that follows them.</param>
    /// <param name="period">Values a period, ≥ 1; 7 for daily values of a week.</param>
    public static Measure Seasonal(IReadOnlyList<double> series, double value, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        Require(series, value);
        return Robust([.. series.Where((_, i) => (series.Count - i) % period == 0)], value);
    }

    private static void Require(IReadOnlyList<double> window, double value)
    {
        Observations.Require(window, nameof(window));
        Observations.Require([value], nameof(value));
    }
}
