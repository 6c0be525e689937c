using System.Globalization;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Load.Reports;

/// <summary>Numbers as reports print them, the same in every language of the machine.</summary>
internal static class Figures
{
    /// <summary>Milliseconds with three digits that say something.</summary>
    public static string Milliseconds(TimeSpan time) => Number(time.TotalMilliseconds);

    public static string Rate(double? perSecond) => perSecond is { } rate ? rate.ToString("#,0", CultureInfo.InvariantCulture) : "";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Number(double number) => number switch
    {
        double.NaN => "none",
        _ when Math.Abs(number) >= 1_000 => number.ToString("#,0", CultureInfo.InvariantCulture),
        _ when Math.Abs(number) >= 10 => number.ToString("0.0", CultureInfo.InvariantCulture),
        _ => number.ToString("0.###", CultureInfo.InvariantCulture),
    };

    public static string Cores(double cores) => cores.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Limit(Verdict verdict) =>
        string.Create(CultureInfo.InvariantCulture, $"{(verdict.Demand == Demand.Below ? "<" : "≥")} {verdict.Limit:#,0.#######} {verdict.Unit}").TrimEnd();

    public static string Measured(Verdict verdict) => $"{Number(verdict.Measured)} {verdict.Unit}".TrimEnd();
}
