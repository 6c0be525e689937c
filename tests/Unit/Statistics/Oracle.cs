using System.Text.Json;
using GrpcExp.Statistics;

namespace GrpcExp.Unit.Statistics;

/// <summary>Expected numbers by scipy, statsmodels and mpmath; <c>Oracles/generate.py</c> wrote them and says how.</summary>
internal static class Oracle
{
    /// <summary>Agreement demanded of closed forms; iterative solutions get 1e-6.</summary>
    public const double Tight = 1e-9;

    /// <summary>One row per case, as the raw JSON, so that a failing test shows what was asked.</summary>
    public static TheoryData<string> Cases(string file, Func<JsonElement, bool>? where = null)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(
            Checkout.PathOf("tests", "Unit", "Statistics", "Oracles", file + ".json")));
        var rows = new TheoryData<string>();
        foreach (var element in document.RootElement.EnumerateArray().Where(where ?? (_ => true)))
        {
            rows.Add(element.GetRawText());
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    /// <summary>Relative agreement; <paramref name="scale"/> is the size that cancellation may be measured against.</summary>
    public static void Agree(double expected, Measure actual, string what, double tolerance = Tight, double scale = 0)
    {
        Assert.True(actual.IsPresent, $"{what} is {actual}, expected {expected:R}");
        double allowed = Math.Max(tolerance * Math.Max(Math.Abs(expected), scale), 1e-305);
        Assert.True(Math.Abs(actual.Value - expected) <= allowed, $"{what} is {actual}, expected {expected:R}");
    }
}
