using System.Globalization;

namespace GrpcExp.Cli.Readouts;

/// <summary>Numbers as people read them; "–" for one that does not exist.</summary>
internal static class Figures
{
    public const string None = "–";

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>A p-value with three significant digits.</summary>
    public static string P(double? p) => p switch
    {
        null => None,
        < 1e-4 => p.Value.ToString("0.0e-0", CultureInfo.InvariantCulture),
        < 0.1 => p.Value.ToString("0.00000", CultureInfo.InvariantCulture),
        _ => p.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>A mean of a metric, as a percentage for a conversion.</summary>
    public static string Mean(double? mean, string type) => mean is not { } value ? None : type == "conversion"
        ? (value * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : Plain(value);

    /// <summary>A difference of means, in percentage points for a conversion.</summary>
    public static string Difference(double? difference, string type) => difference is not { } value ? None : type == "conversion"
        ? Signed(value * 100, "0.00") + " pp"
        : value > 0 ? "+" + Plain(value) : Plain(value);

    /// <summary>A relative difference.</summary>
    public static string Lift(double? lift) => lift is not { } value ? None : Signed(value * 100, "0.00") + " %";

    /// <summary>An estimate and its interval, each part formatted alike.</summary>
    public static string Interval(ReadoutInterval interval, Func<double?, string> format) =>
        interval.Estimate is null ? None : $"{format(interval.Estimate)} [{format(interval.Low)}, {format(interval.High)}]";

    private static string Signed(double value, string pattern) =>
        value.ToString($"+{pattern};-{pattern};{pattern}", CultureInfo.InvariantCulture);

    private static string Plain(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1000 => value.ToString("N1", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("G4", CultureInfo.InvariantCulture),
    };
}
