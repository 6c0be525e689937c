using System.Globalization;
using System.Text;
using System.Text.Json;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Reports;
using GrpcExp.Statistics.Moments;
using static GrpcExp.Unit.Analysis.SampleExperiment;

namespace GrpcExp.Unit.Analysis;

public sealed class AnalysisJsonTests
{
    private static readonly AnalysisSource Source = new("players.csv", 20_003);

    [Fact]
    public void Every_documented_key_is_there()
    {
        var covariate = CovariateMoments.FromSums(4, 10, 30, 6, 14, 20);
        var metric = Metric("revenue", MetricRole.Primary, Win);
        var root = Json(Of(metric with
        {
            ByVariant = metric.ByVariant.ToDictionary(v => v.Key, v => v.Value with { Covariate = covariate }),
        }) with { Quality = [new QualityFinding("duplicate_units", FindingSeverity.Warn, 3, "First row kept.")] });

        Has(root, "source", "rows", "units", "mode", "control", "alpha", "variants", "srm", "data_quality", "metrics", "scorecard");
        Has(root.GetProperty("variants")[0], "variant", "units", "expected_share");
        Has(root.GetProperty("srm"), "chi_squared", "df", "p_value", "severity");
        Has(root.GetProperty("data_quality")[0], "check", "severity", "count", "detail");
        Has(root.GetProperty("metrics")[0], "metric", "type", "comparisons");
        var comparison = root.GetProperty("metrics")[0].GetProperty("comparisons")[0];
        Has(comparison, "variant", "n_control", "n_treatment", "control_mean", "treatment_mean", "absolute", "relative",
            "statistic", "df", "p_value", "p_value_adjusted", "cuped");
        Has(comparison.GetProperty("absolute"), "estimate", "std_error", "ci_low", "ci_high");
        Has(comparison.GetProperty("relative"), "estimate", "std_error", "ci_low", "ci_high");
        var cuped = comparison.GetProperty("cuped");
        Has(cuped, "theta", "variance_reduction", "absolute", "relative", "p_value");
        Has(cuped.GetProperty("relative"), "estimate", "std_error", "ci_low", "ci_high");
        Has(root.GetProperty("scorecard"), "verdict", "recommendation", "reasons");
    }

    [Fact]
    public void Values_are_spelled_as_documented()
    {
        var root = Json(Of(Metric("revenue", MetricRole.Primary, Loss)));
        Assert.Equal("players.csv", root.GetProperty("source").GetString());
        Assert.Equal(20_003, root.GetProperty("rows").GetInt64());
        Assert.Equal(20_000, root.GetProperty("units").GetInt64());
        Assert.Equal("itt", root.GetProperty("mode").GetString());
        Assert.Equal("OK", root.GetProperty("srm").GetProperty("severity").GetString());
        Assert.Equal("mean", root.GetProperty("metrics")[0].GetProperty("type").GetString());
        Assert.Equal("RED", root.GetProperty("scorecard").GetProperty("verdict").GetString());
        Assert.Equal("DO_NOT_SHIP", root.GetProperty("scorecard").GetProperty("recommendation").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("metrics")[0].GetProperty("comparisons")[0].GetProperty("cuped").ValueKind);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void An_absent_number_is_null_and_its_reason_stands_beside_it()
    {
        var comparison = Json(Of(Constant("revenue", MetricRole.Primary, 0, 0))).GetProperty("metrics")[0].GetProperty("comparisons")[0];
        Assert.Equal(JsonValueKind.Null, comparison.GetProperty("p_value").ValueKind);
        Assert.Equal("zero_variance", comparison.GetProperty("absent").GetProperty("p_value").GetString());
        Assert.Equal("zero_variance", comparison.GetProperty("absolute").GetProperty("absent").GetProperty("ci_low").GetString());
        Assert.Equal("zero_control_mean", comparison.GetProperty("relative").GetProperty("absent").GetProperty("estimate").GetString());
        Assert.Equal(0, comparison.GetProperty("absolute").GetProperty("estimate").GetDouble());
        Assert.Equal(JsonValueKind.Null, comparison.GetProperty("relative").GetProperty("estimate").ValueKind);
    }

    [Fact]
    public void Numbers_survive_the_round_trip_to_the_last_bit()
    {
        var input = CookieCats.Input.Value;
        var comparison = Json(input).GetProperty("metrics")[1].GetProperty("comparisons")[0];
        var expected = ExperimentAnalyzer.Analyze(input).Evidence.Metrics[1].Comparisons[0].Comparison;
        Assert.Equal(expected.PValue.Value, comparison.GetProperty("p_value").GetDouble());
        Assert.Equal(expected.Relative.Low.Value, comparison.GetProperty("relative").GetProperty("ci_low").GetDouble());
    }

    [Fact]
    [Trait("Promise", "P5.1")]
    public void The_same_input_gives_the_same_bytes_whatever_the_culture()
    {
        var input = CookieCats.Input.Value;
        byte[] first = Bytes(input);
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NumberGroupSeparator = ".";
        commas.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(Bytes(input)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal((byte)'\n', first[^1]);
    }

    [Fact]
    public void Reasons_stay_readable_in_the_file() =>
        Assert.Contains("retention_7 fell 4.31 % (95 % CI \u22126.89 % to \u22121.66 %)", Encoding.UTF8.GetString(Bytes(CookieCats.Input.Value)), StringComparison.Ordinal);

    private static void Has(JsonElement element, params string[] keys) =>
        Assert.All(keys, key => Assert.True(element.TryGetProperty(key, out _), $"'{key}' is missing"));

    private static JsonElement Json(ExperimentInput input) => JsonDocument.Parse(Bytes(input)).RootElement;

    private static byte[] Bytes(ExperimentInput input)
    {
        using var stream = new MemoryStream();
        AnalysisJson.Write(stream, Source, ExperimentAnalyzer.Analyze(input));
        return stream.ToArray();
    }
}
