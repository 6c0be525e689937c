using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;
using static GrpcExp.Unit.Analysis.SampleExperiment;

namespace GrpcExp.Unit.Analysis;

public sealed class ExperimentAnalyzerTests
{
    [Fact]
    public void Only_treatments_are_compared_in_the_order_of_the_variants()
    {
        var result = ExperimentAnalyzer.Analyze(OfThree(Metric("revenue", MetricRole.Primary, Win, Loss)));
        Assert.Equal(["t1", "t2"], result.Evidence.Metrics.Single().Comparisons.Select(c => c.Variant));
    }

    [Fact]
    public void Corrections_count_metrics_times_treatments_but_a_decision_only_its_own_role()
    {
        var result = ExperimentAnalyzer.Analyze(OfThree(
            Metric("revenue", MetricRole.Primary, Win, Unclear), Metric("visits", MetricRole.Secondary, Win, Unclear)));
        var best = result.Evidence.Metrics[0].Comparisons[0];

        // The two wins tie for the smallest of four p-values; Holm multiplies by four among all, by two among primaries.
        Assert.Equal(4 * best.Comparison.PValue.Value, best.PValueAdjusted.Value, 1e-18);
        Assert.Equal(2 * best.Comparison.PValue.Value, best.DecisionPValue.Value, 1e-18);
    }

    [Fact]
    public void A_covariate_in_both_variants_gives_a_variance_reduced_comparison()
    {
        var metric = Metric("revenue", MetricRole.Primary, Win);
        Assert.Null(Only(metric).Cuped);

        var covariate = CovariateMoments.FromSums(4, 10, 30, 6, 14, 20);
        MetricInput With(params string[] variants) => metric with
        {
            ByVariant = metric.ByVariant.ToDictionary(
                v => v.Key, v => v.Value with { Covariate = variants.Contains(v.Key) ? covariate : null }),
        };
        Assert.Null(Only(With("treatment")).Cuped);
        Assert.Equal(1, Only(With("control", "treatment")).Cuped!.Theta.Value, 1e-12);
    }

    [Fact]
    public void Only_a_guardrail_gets_a_one_sided_test()
    {
        Assert.Null(Only(Metric("revenue", MetricRole.Primary, Win)).Guardrail);
        var guardrail = Only(Metric("revenue", MetricRole.Guardrail, Loss)).Guardrail!;
        Assert.Equal(Alternative.Less, guardrail.Harm);
    }

    [Fact]
    public void Segments_are_corrected_over_every_dimension_of_the_metric()
    {
        var comparison = Only(Metric("revenue", MetricRole.Primary, Win) with
        {
            Segments =
            [
                Segment("country", "DE", Win), Segment("country", "FR", Unclear),
                Segment("device", "phone", Loss), Segment("device", "desk", Unclear), Segment("device", "tv", Unclear),
            ],
        });
        Assert.Equal(["country", "device"], comparison.Segments.Select(d => d.Segment));
        Assert.Equal([1, 2], comparison.Segments.Select(d => d.DegreesOfFreedom.Value));
        var phone = comparison.Segments[1].Effects[0];
        Assert.Equal(5 * phone.Comparison.PValue.Value, phone.PValueAdjusted.Value, 1e-15);
        Assert.True(phone.IsSignificantlyWorse);
        Assert.False(comparison.Segments[0].Effects[0].IsSignificantlyWorse);
    }

    [Fact]
    public void A_variant_without_numbers_has_no_units_and_no_p_value()
    {
        var metric = Metric("revenue", MetricRole.Primary, Win);
        var comparison = Only(metric with { ByVariant = metric.ByVariant.Where(v => v.Key == "control").ToDictionary() });
        Assert.Equal(AbsenceReason.NoUnits, comparison.Comparison.PValue.Reason);
        Assert.Equal(10, comparison.Comparison.ControlMean.Value);
    }

    [Fact]
    public void Units_in_a_variant_that_should_get_none_are_a_finding()
    {
        var input = OfThree(Metric("revenue", MetricRole.Primary, Win, Win)) with
        {
            Variants = [new VariantInput("control", Units, 1), new VariantInput("t1", Units, 1), new VariantInput("t2", Units, 0)],
        };
        var finding = Assert.Single(ExperimentAnalyzer.Analyze(input).Evidence.Quality);
        Assert.Equal(("units_in_zero_weight_variants", FindingSeverity.Warn, Units), (finding.Check, finding.Severity, finding.Count));
    }

    [Fact]
    public void Designed_shares_are_reported_as_fractions_of_one()
    {
        var input = OfThree() with
        {
            Variants = [new VariantInput("control", 1, 50), new VariantInput("t1", 1, 30), new VariantInput("t2", 1, 20)],
        };
        Assert.Equal([0.5, 0.3, 0.2], ExperimentAnalyzer.Analyze(input).Evidence.ExpectedShares);
    }

    private static VariantComparison Only(MetricInput metric) =>
        ExperimentAnalyzer.Analyze(Of(metric)).Evidence.Metrics.Single().Comparisons.Single();
}
