using GrpcExp.Statistics.Capping;
using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.Outliers;

/// <summary>
/// Does a result hang on its largest units? The comparison is repeated with values winsorised at percentiles of both variants
/// together. It is a check of the result, not a second chance for it: the plain comparison still decides.
/// </summary>
/// <remarks>J. W. Tukey, "The Future of Data Analysis", Annals of Mathematical Statistics 33 (1962).</remarks>
public static class OutlierSensitivity
{
    /// <summary>Compares before and after capping.</summary>
    /// <param name="control">Finite values of the control, in any order.</param>
    /// <param name="treatment">Finite values of the treatment.</param>
    /// <param name="lower">Share of values below the lower cap, in [0, 1], or null, the default, for none.</param>
    /// <param name="upper">Share of values below the upper cap, in [0, 1], or null for none; default 0.99.</param>
    /// <param name="alpha">Two-sided error rate of both comparisons, in (0, 1), default 0.05.</param>
    public static OutlierSensitivityResult Compare(
        IReadOnlyList<double> control,
        IReadOnlyList<double> treatment,
        double? lower = null,
        double? upper = 0.99,
        double alpha = 0.05)
    {
        var before = Capper.AtValues([control, treatment], null, null).Variants;
        var caps = Capper.AtPercentiles([control, treatment], lower, upper);
        var plain = WelchTest.Compare(before[0].Moments, before[1].Moments, alpha);
        var capped = WelchTest.Compare(caps.Variants[0].Moments, caps.Variants[1].Moments, alpha);
        static int Conclusion(MeanComparison c, double alpha) => c.PValue.OrNull < alpha ? Math.Sign(c.Absolute.Value.Value) : 0;
        static Measure Change(Measure from, Measure to) => from.TryGet(out double old) ? to.Map(v => v - old) : from;
        return new OutlierSensitivityResult(
            plain,
            capped,
            caps,
            Change(plain.Absolute.Value, capped.Absolute.Value),
            Change(plain.Relative.Value, capped.Relative.Value),
            Conclusion(plain, alpha) != Conclusion(capped, alpha));
    }
}
