using System.Globalization;

namespace GrpcExp.ControlPlane.Charts;

/// <summary>Numbers as people read them. A number that does not exist is a dash.</summary>
internal static class Numbers
{
    /// <summary>Stands for a number that does not exist.</summary>
    public const string None = "–";

    // A true minus is as wide as a plus, so columns line up.
    private const char Minus = '\u2212';

    /// <summary>A whole number with separators: 12,345.</summary>
    public static string Count(long value) => Signed(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A fraction as a change: +3.21%, −0.40%.</summary>
    public static string Lift(double? fraction) => fraction is { } value && double.IsFinite(value)
        ? Signed((value * 100).ToString(Format(value * 100, "+0.00;-0.00;0.00", "+#,0.0;-#,0.0", "+#,0;-#,0"), CultureInfo.InvariantCulture)) + "%"
        : None;

    /// <summary>A fraction as a share: 49.7%.</summary>
    public static string Share(double? fraction) => fraction is { } value && double.IsFinite(value)
        ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%"
        : None;

    /// <summary>An interval of changes: −0.40% to +6.81%.</summary>
    public static string Lifts(double? low, double? high) => low is null && high is null ? None : $"{Lift(low)} to {Lift(high)}";

    /// <summary>A value in the metric's unit, to four significant digits.</summary>
    public static string Value(double? number) => number is { } value && double.IsFinite(value) ? Signed(Significant(value)) : None;

    /// <summary>A difference in the metric's unit, with its sign.</summary>
    public static string Difference(double? number) => number is { } value && double.IsFinite(value)
        ? (value > 0 ? "+" : "") + Signed(Significant(value))
        : None;

    /// <summary>A p-value: 0.0312, &lt; 0.0001.</summary>
    public static string PValue(double? p) => p switch
    {
        null => None,
        < 0.0001 => "< 0.0001",
        { } value => value.ToString(value < 0.1 ? "0.0000" : "0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>A number in few letters, for axes: 1.5k, 20M.</summary>
    public static string Short(double value)
    {
        var (scale, suffix) = Math.Abs(value) switch
        {
            >= 1e9 => (1e9, "B"),
            >= 1e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1.0, ""),
        };
        return Signed((value / scale).ToString("#,0.####", CultureInfo.InvariantCulture)) + suffix;
    }

    /// <summary>A tick of an axis of changes: −5%, 0%, +2.5%.</summary>
    public static string LiftTick(double fraction) =>
        Signed(Math.Round(fraction * 100, 6).ToString("+#,0.####;-#,0.####;0", CultureInfo.InvariantCulture)) + "%";

    /// <summary>A tick of an axis of shares: 49.5%.</summary>
    public static string ShareTick(double fraction) => Signed(Math.Round(fraction * 100, 6).ToString("#,0.####", CultureInfo.InvariantCulture)) + "%";

    /// <summary>A number as attributes and JSON take it.</summary>
    public static string Exact(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Format(double percent, string small, string middle, string large) => Math.Abs(percent) switch
    {
        < 99.995 => small,
        < 999.95 => middle,
        _ => large,
    };

    private static string Significant(double value)
    {
        var size = value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return size is < -5 or > 9
            ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
            : value.ToString("#,0." + new string('#', Math.Clamp(3 - size, 0, 8)), CultureInfo.InvariantCulture);
    }

    private static string Signed(string text) => text.Replace('-', Minus);
}
