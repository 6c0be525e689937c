using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Scorecards;
using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Unit.Analysis;

/// <summary>
/// Published numbers of a public experiment, computed with scipy 1.10 (ttest_ind with unequal variances, chisquare) and
/// Fieller's formula; the digits given are the digits compared.
/// </summary>
public sealed class CookieCatsTests
{
    private static readonly ExperimentAnalysis Result = ExperimentAnalyzer.Analyze(CookieCats.Input.Value);

    [Fact]
    public void Both_gates_have_their_players()
    {
        Assert.Equal([44_700, 45_489], Result.Evidence.Input.Variants.Select(v => v.Units));
        Assert.Equal(90_189, Result.Evidence.Units);
    }

    [Fact]
    public void The_sample_ratio_is_a_warning()
    {
        Assert.Equal(0.008608, Result.Evidence.SampleRatio.PValue.Value, 0.5e-6);
        Assert.Equal(SampleRatioSeverity.Warn, Result.Evidence.SampleRatio.Severity);
    }

    [Fact]
    public void Retention_after_seven_days_fell()
    {
        var test = Metric("retention_7").Comparison;
        Assert.Equal(0.190201, test.ControlMean.Value, 0.5e-6);
        Assert.Equal(0.182000, test.TreatmentMean.Value, 0.5e-6);
        Assert.Equal(-0.00820130, test.Absolute.Value.Value, 0.5e-8);
        Assert.Equal(-0.01328168, test.Absolute.Low.Value, 0.5e-8);
        Assert.Equal(-0.00312092, test.Absolute.High.Value, 0.5e-8);
        Assert.Equal(0.00155653, test.PValue.Value, 0.5e-8);
        Assert.Equal(-0.0431190, test.Relative.Value.Value, 0.5e-7);
        Assert.Equal(-0.0689021, test.Relative.Low.Value, 0.5e-7);
        Assert.Equal(-0.0166355, test.Relative.High.Value, 0.5e-7);
        Assert.Equal(0.0133298, test.Relative.StandardError.Value, 0.5e-7);
    }

    [Fact]
    public void The_other_metrics_are_not_significant()
    {
        Assert.Equal(0.0744144, Metric("retention_1").Comparison.PValue.Value, 0.5e-7);
        Assert.Equal(0.375924, Metric("sum_gamerounds").Comparison.PValue.Value, 0.5e-6);
    }

    [Fact]
    public void Adjusted_p_values_are_Holm_over_the_three_metrics()
    {
        Assert.Equal(3 * Metric("retention_7").Comparison.PValue.Value, Metric("retention_7").PValueAdjusted.Value, 1e-15);
        Assert.Equal(2 * Metric("retention_1").Comparison.PValue.Value, Metric("retention_1").PValueAdjusted.Value, 1e-15);
        Assert.Equal(Metric("sum_gamerounds").Comparison.PValue, Metric("sum_gamerounds").PValueAdjusted);
    }

    [Fact]
    public void The_scorecard_is_yellow_and_says_why()
    {
        Assert.Equal(Verdict.Yellow, Result.Scorecard.Verdict);
        Assert.Equal(Recommendation.Iterate, Result.Scorecard.Recommendation);
        Assert.Contains(Result.Scorecard.Reasons, r => r.StartsWith("Sample ratio: gate_30 44,700 : gate_40 45,489", StringComparison.Ordinal));
        Assert.Contains(
            Result.Scorecard.Reasons,
            r => r.StartsWith("Secondary metric: retention_7 fell 4.31 % (95 % CI \u22126.89 % to \u22121.66 %), p = 0.0016", StringComparison.Ordinal));
    }

    [Fact]
    public void A_losing_primary_metric_is_red()
    {
        var input = CookieCats.Input.Value;
        var decided = ExperimentAnalyzer.Analyze(input with
        {
            Metrics = [.. input.Metrics.Select(m => m with { Role = m.Key == "retention_7" ? MetricRole.Primary : MetricRole.Secondary })],
        });
        Assert.Equal(Verdict.Red, decided.Scorecard.Verdict);
        Assert.Equal(Recommendation.DoNotShip, decided.Scorecard.Recommendation);
        Assert.StartsWith("Primary metric is significantly worse: retention_7 fell 4.31 %", decided.Scorecard.Reasons[0], StringComparison.Ordinal);
    }

    private static VariantComparison Metric(string key) =>
        Result.Evidence.Metrics.Single(m => m.Metric.Key == key).Comparisons.Single();
}
