using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;
using static GrpcExp.Unit.Analysis.SampleExperiment;

namespace GrpcExp.Unit.Analysis;

/// <summary>What cannot be analysed is refused with field, value and remedy.</summary>
public sealed class ExperimentInputTests
{
    private static readonly ExperimentInput Good = Of(Metric("revenue", MetricRole.Primary, Win));

    [Fact]
    public void A_mode_must_be_chosen() => Refuses(Good with { Mode = default }, "The analysis mode is missing");

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Alpha_and_power_must_be_probabilities(double value)
    {
        Refuses(Good with { Alpha = value }, "alpha is ");
        Refuses(Good with { Power = value }, "power is ");
    }

    [Fact]
    public void One_variant_is_nothing_to_compare() =>
        Refuses(Good with { Variants = [Good.Variants[0]], Metrics = [] }, "at least two variants to compare, but has 1");

    [Fact]
    public void The_control_must_be_one_of_the_variants() =>
        Refuses(Good with { Control = "old" }, "Control 'old' is not among the variants ('control', 'treatment')");

    [Fact]
    public void A_variant_is_listed_once() =>
        Refuses(Good with { Variants = [.. Good.Variants, Good.Variants[1]] }, "Variant 'treatment' is listed more than once");

    [Fact]
    public void Counts_and_shares_are_not_negative()
    {
        Refuses(Good.WithUnits(-1, 1), "Variant 'control' has -1 units");
        Refuses(
            Good with { Variants = [Good.Variants[0], Good.Variants[1] with { ExpectedShare = -0.5 }] },
            "Variant 'treatment' has expected share -0.5");
    }

    [Fact]
    public void A_plan_is_positive_or_left_out() => Refuses(Good with { PlannedUnits = 0 }, "planned units is 0");

    [Fact]
    public void A_metric_is_listed_once() =>
        Refuses(Good with { Metrics = [Good.Metrics[0], Good.Metrics[0]] }, "Metric 'revenue' is listed more than once");

    [Fact]
    public void A_metric_has_numbers_for_known_variants_only() =>
        Refuses(Of(Metric("revenue", MetricRole.Primary, Win, Win)), "Metric 'revenue' has numbers for 't1', which is not a variant");

    [Fact]
    public void Margins_and_minimum_effects_are_positive()
    {
        Refuses(Good with { Metrics = [Good.Metrics[0] with { NonInferiorityMargin = -0.01 }] }, "non-inferiority margin -0.01");
        Refuses(Good with { Metrics = [Good.Metrics[0] with { MinimumEffect = 0 }] }, "minimum effect 0");
    }

    [Fact]
    public void A_conversion_lies_between_zero_and_one() =>
        Refuses(Good with { Metrics = [Good.Metrics[0] with { Type = MetricType.Conversion }] }, "its mean in 'control' is 10");

    [Fact]
    public void Every_problem_is_listed_not_just_the_first()
    {
        var refused = Assert.Throws<InvalidExperimentInputException>(
            () => ExperimentAnalyzer.Analyze(Good with { Mode = default, Alpha = 2, Control = "old" }));
        Assert.Equal(3, refused.Problems.Count);
    }

    [Fact]
    public void A_conversion_of_nobody_and_of_everybody_is_fine()
    {
        var edges = new MetricInput
        {
            Key = "bought",
            Type = MetricType.Conversion,
            Role = MetricRole.Primary,
            ByVariant = new Dictionary<string, MetricVariantInput>(StringComparer.Ordinal)
            {
                ["control"] = new(SampleMoments.FromSuccesses(10, 0)),
                ["treatment"] = new(SampleMoments.FromSuccesses(10, 10)),
            },
        };
        Assert.Single(ExperimentAnalyzer.Analyze(Of(edges)).Evidence.Metrics);
    }

    private static void Refuses(ExperimentInput input, string text)
    {
        var refused = Assert.Throws<InvalidExperimentInputException>(() => ExperimentAnalyzer.Analyze(input));
        Assert.Contains(refused.Problems, p => p.Contains(text, StringComparison.Ordinal));
    }
}
