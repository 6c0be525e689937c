using System.Globalization;
using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>How numbers read in a reason; independent of culture.</summary>
internal static class Sentences
{
    private const string Minus = "\u2212";

    /// <summary>A p-value to two significant digits.</summary>
    public static string P(double p) =>
        p == 0 ? "p < 1e-300"
        : p < 0.0001 ? "p = " + p.ToString("0.0e-0", CultureInfo.InvariantCulture)
        : "p = " + Significant(p, 2);

    /// <summary>The size of a fraction as a percentage, without sign: 0.0431 is "4.31 %".</summary>
    public static string Percent(double fraction)
    {
        double percent = Math.Abs(fraction) * 100;
        string digits = percent is 0 or >= 0.01
            ? percent.ToString("#,0.00", CultureInfo.InvariantCulture)
            : Significant(percent, 3);
        return digits + " %";
    }

    /// <summary>A fraction as a signed percentage: "+1.20 %" or "−4.31 %".</summary>
    public static string SignedPercent(double fraction) => Sign(fraction) + Percent(fraction);

    /// <summary>A rate such as α without needless zeros: "5 %".</summary>
    public static string Rate(double fraction) => (fraction * 100).ToString("0.######", CultureInfo.InvariantCulture) + " %";

    /// <summary>A value of the metric to four significant digits, signed.</summary>
    public static string SignedValue(double value) => Sign(value) + Significant(Math.Abs(value), 4);

    /// <summary>A value of the metric to four significant digits, without sign.</summary>
    public static string Value(double value) => Significant(Math.Abs(value), 4);

    /// <summary>A count with thousands separators.</summary>
    public static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A large count rounded up to two significant digits, because a forecast has no more.</summary>
    public static string RoundedCount(double count)
    {
        if (count < 100)
        {
            return Count(Math.Ceiling(count));
        }

        double unit = Math.Pow(10, Math.Floor(Math.Log10(count)) - 1);
        return Count(Math.Ceiling(count / unit) * unit);
    }

    /// <summary>An interval such as "95 % CI −6.89 % to −1.66 %", or why there is none.</summary>
    public static string Interval(Estimate estimate, Func<double, string> show) =>
        estimate.Low.TryGet(out double low) && estimate.High.TryGet(out double high)
            ? $"{Rate(estimate.Confidence)} CI {show(low)} to {show(high)}"
            : $"no interval because {(estimate.Low.Reason ?? estimate.High.Reason!).Value.Describe()}";

    private static string Sign(double value) => value < 0 ? Minus : value > 0 ? "+" : "";

    private static string Significant(double value, int digits)
    {
        if (value == 0)
        {
            return "0";
        }

        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (exponent is < -6 or > 14)
        {
            return value.ToString("0." + new string('#', digits - 1) + "e-0", CultureInfo.InvariantCulture);
        }

        int decimals = Math.Max(0, digits - 1 - exponent);
        return value.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture);
    }
}
