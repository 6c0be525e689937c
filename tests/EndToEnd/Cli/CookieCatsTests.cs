using System.Text.Json;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>
/// Cookie Cats, 90,189 players: expected numbers were computed with scipy 1.x (Welch's t, χ²) and by Fieller's theorem, as the
/// reference data's description states them.
/// </summary>
public sealed class CookieCatsTests(CookieCatsRun run) : IClassFixture<CookieCatsRun>
{
    private JsonElement Root => run.Json.RootElement;

    [Fact]
    public void Every_player_is_counted()
    {
        Assert.Equal(90_189, Root.GetProperty("rows").GetInt64());
        Assert.Equal(90_189, Root.GetProperty("units").GetInt64());
        var units = Root.GetProperty("variants").EnumerateArray().ToDictionary(v => v.GetProperty("variant").GetString()!, v => v.GetProperty("units").GetInt64());
        Assert.Equal(44_700, units["gate_30"]);
        Assert.Equal(45_489, units["gate_40"]);
    }

    [Fact]
    public void The_sample_ratio_is_doubtful()
    {
        var srm = Root.GetProperty("srm");
        Assert.Equal(0.008608, srm.GetProperty("p_value").GetDouble(), 6);
        Assert.Equal("WARN", srm.GetProperty("severity").GetString());
    }

    [Fact]
    public void Retention_after_a_week_falls()
    {
        var row = Comparison("retention_7");
        Assert.Equal(0.190201, row.GetProperty("control_mean").GetDouble(), 6);
        Assert.Equal(0.182000, row.GetProperty("treatment_mean").GetDouble(), 6);
        AssertEstimate(row.GetProperty("absolute"), -0.00820130, -0.01328168, -0.00312092, 8);
        AssertEstimate(row.GetProperty("relative"), -0.0431190, -0.0689021, -0.0166355, 7);
        Assert.Equal(0.0133298, row.GetProperty("relative").GetProperty("std_error").GetDouble(), 7);
        Assert.Equal(0.00155653, row.GetProperty("p_value").GetDouble(), 8);
    }

    [Theory]
    [InlineData("retention_1", 0.0744144, 7)]
    [InlineData("sum_gamerounds", 0.375924, 6)]
    public void The_other_metrics_do_not_move(string metric, double p, int digits) =>
        Assert.Equal(p, Comparison(metric).GetProperty("p_value").GetDouble(), digits);

    [Fact]
    public void Every_documented_key_is_there()
    {
        string[] documented =
        [
            "source", "rows", "units", "mode", "control", "alpha", "variants", "srm", "data_quality", "metrics", "scorecard",
        ];
        Assert.All(documented, key => Assert.True(Root.TryGetProperty(key, out _), key));
        string[] comparison =
        [
            "variant", "n_control", "n_treatment", "control_mean", "treatment_mean", "absolute", "relative", "statistic", "df", "p_value",
            "p_value_adjusted", "cuped",
        ];
        Assert.All(comparison, key => Assert.True(Comparison("retention_1").TryGetProperty(key, out _), key));
        Assert.All(new[] { "verdict", "recommendation", "reasons" }, key => Assert.True(Root.GetProperty("scorecard").TryGetProperty(key, out _), key));
    }

    [Fact]
    public async Task The_table_says_the_same_to_a_person()
    {
        var result = await CliProcess.RunAsync([.. CookieCatsRun.Command, "--fail-on", "red"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("44,700", result.Output, StringComparison.Ordinal);
        Assert.Contains("WARN", result.Output, StringComparison.Ordinal);
        Assert.Contains("Missing values:", result.Output, StringComparison.Ordinal);
        Assert.Contains("-0.82 pp [-1.33 pp, -0.31 pp]", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", result.Output, StringComparison.Ordinal);
    }

    private static void AssertEstimate(JsonElement estimate, double value, double low, double high, int digits)
    {
        Assert.Equal(value, estimate.GetProperty("estimate").GetDouble(), digits);
        Assert.Equal(low, estimate.GetProperty("ci_low").GetDouble(), digits);
        Assert.Equal(high, estimate.GetProperty("ci_high").GetDouble(), digits);
    }

    private JsonElement Comparison(string metric) => Root.GetProperty("metrics").EnumerateArray()
        .Single(one => one.GetProperty("metric").GetString() == metric)
        .GetProperty("comparisons")[0];
}
