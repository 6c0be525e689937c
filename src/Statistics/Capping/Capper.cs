using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Capping;

/// <summary>
/// Winsorising: values beyond a cap become the cap, so that a few extreme units do not drown the rest. All variants get the
/// same caps; caps of their own would hide an effect on the tail. The capped mean is another metric than the plain one.
/// </summary>
/// <remarks>J. W. Tukey, "The Future of Data Analysis", Annals of Mathematical Statistics 33 (1962).</remarks>
public static class Capper
{
    /// <summary>Caps at fixed values.</summary>
    /// <param name="variants">Finite values of each variant.</param>
    /// <param name="low">Lower cap in the metric's unit, or null for none.</param>
    /// <param name="high">Upper cap in the metric's unit, at least <paramref name="low"/>, or null for none.</param>
    public static CappingResult AtValues(IReadOnlyList<IReadOnlyList<double>> variants, double? low, double? high)
    {
        ArgumentNullException.ThrowIfNull(variants);
        RequireOrder(low, high, "Caps", double.MinValue, double.MaxValue);
        foreach (var values in variants)
        {
            Observations.Require(values, nameof(variants));
        }

        return Cap(variants, low, high);
    }

    /// <summary>Caps at percentiles of all variants together, interpolated between order statistics (type 7).</summary>
    /// <param name="variants">Finite values of each variant.</param>
    /// <param name="lower">Share of values below the lower cap, in [0, 1], or null for none.</param>
    /// <param name="upper">Share of values below the upper cap, in [0, 1], at least <paramref name="lower"/>, or null for none; default 0.99.</param>
    /// <param name="ignoreZeros">Take the percentiles of the values that are not zero, for metrics that most units leave at zero; default false.</param>
    /// <returns>Nothing is capped when there is no value to take a percentile of.</returns>
    public static CappingResult AtPercentiles(
        IReadOnlyList<IReadOnlyList<double>> variants, double? lower = null, double? upper = 0.99, bool ignoreZeros = false)
    {
        ArgumentNullException.ThrowIfNull(variants);
        RequireOrder(lower, upper, "Percentiles", 0, 1);
        double[] sorted = Observations.Sorted([.. variants.SelectMany(v => v)], nameof(variants));
        if (ignoreZeros)
        {
            sorted = [.. sorted.Where(v => v != 0)];
        }

        double? At(double? share) => share is { } s && sorted.Length > 0 ? Observations.Quantile(sorted, s) : null;
        return Cap(variants, At(lower), At(upper));
    }

    private static CappingResult Cap(IReadOnlyList<IReadOnlyList<double>> variants, double? low, double? high)
    {
        static Measure Bound(double? cap) => cap ?? Measure.Absent(AbsenceReason.NotComputed);
        return new CappingResult(Bound(low), Bound(high), [.. variants.Select(values =>
        {
            double[] capped = [.. values.Select(v => Math.Min(Math.Max(v, low ?? v), high ?? double.MaxValue))];
            Measure Share(Func<double, bool> beyond) =>
                values.Count > 0 ? values.Count(beyond) / (double)values.Count : Measure.Absent(AbsenceReason.NoUnits);
            return new CappedSample(
                capped,
                capped.Aggregate(default(SampleMoments), (moments, v) => moments.Add(v)),
                Share(v => v < low),
                Share(v => v > high));
        })]);
    }

    private static void RequireOrder(double? low, double? high, string what, double least, double most)
    {
        bool Outside(double? value) => value is { } v && !(v >= least && v <= most);
        if (Outside(low) || Outside(high) || low > high)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{what} must lie between {least} and {most}, the lower not above the upper, but are {low} and {high}."));
        }
    }
}
