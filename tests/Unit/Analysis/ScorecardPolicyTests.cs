using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Scorecards;
using GrpcExp.Statistics.MultipleTesting;
using static GrpcExp.Unit.Analysis.SampleExperiment;

namespace GrpcExp.Unit.Analysis;

/// <summary>The truth table of the scorecard: every branch to every colour.</summary>
public sealed class ScorecardPolicyTests
{
    private static readonly MetricInput Winning = Metric("revenue", MetricRole.Primary, Win);

    [Fact]
    public void A_winner_with_nothing_against_it_is_green() =>
        Expect(Of(Winning, Metric("latency", MetricRole.Guardrail, 10)), Verdict.Green, Recommendation.Ship, "Primary metric won: revenue rose 0.50 %");

    [Fact]
    public void A_doubtful_sample_ratio_keeps_a_winner_yellow() =>
        Expect(Of(Winning).WithUnits(10_000, 10_400), Verdict.Yellow, Recommendation.Iterate, "Sample ratio: control 10,000 : treatment 10,400");

    [Fact]
    public void A_sample_ratio_mismatch_is_red_and_invalid() =>
        Expect(Of(Winning).WithUnits(10_000, 10_600), Verdict.Red, Recommendation.Invalid, "Sample ratio mismatch");

    [Fact]
    public void A_sample_ratio_that_cannot_be_tested_keeps_a_winner_yellow() =>
        Expect(
            Of(Winning) with { Variants = [new VariantInput("control", 10_000, 1), new VariantInput("treatment", 10_000, 0)] },
            Verdict.Yellow,
            Recommendation.Iterate,
            "Sample ratio could not be tested");

    [Fact]
    public void A_data_quality_error_is_red_and_invalid() =>
        Expect(
            Of(Winning) with { Quality = [new QualityFinding("orphan_events", FindingSeverity.Error, 1234, "Events without an assignment.")] },
            Verdict.Red,
            Recommendation.Invalid,
            "Data quality orphan_events: 1,234.");

    [Fact]
    public void A_data_quality_warning_is_shown_and_does_not_decide()
    {
        var scorecard = Expect(
            Of(Winning) with { Quality = [new QualityFinding("duplicate_units", FindingSeverity.Warn, 7, "First row kept.")] },
            Verdict.Green,
            Recommendation.Ship,
            "Primary metric won");
        Assert.Contains("Data quality duplicate_units: 7. First row kept.", scorecard.Reasons);
    }

    [Fact]
    public void A_violated_guardrail_is_red() =>
        Expect(Of(Winning, Metric("latency", MetricRole.Guardrail, Loss)), Verdict.Red, Recommendation.DoNotShip, "Guardrail violated: latency fell 0.50 %");

    [Fact]
    public void A_guardrail_that_should_fall_is_violated_by_rising() =>
        Expect(
            Of(Winning, Metric("latency", MetricRole.Guardrail, Win) with { Direction = MetricDirection.Decrease }),
            Verdict.Red,
            Recommendation.DoNotShip,
            "Guardrail violated: latency rose 0.50 %");

    [Fact]
    public void A_suspected_guardrail_is_noted_and_does_not_decide()
    {
        // t = −1.41, one-sided p = 0.079: between α and twice α.
        var scorecard = Expect(Of(Winning, Metric("latency", MetricRole.Guardrail, 9.98)), Verdict.Green, Recommendation.Ship, "Primary metric won");
        Assert.Contains(scorecard.Reasons, r => r.StartsWith("Guardrail to watch: latency fell 0.20 %", StringComparison.Ordinal));
    }

    [Fact]
    public void Harm_within_the_non_inferiority_margin_does_not_violate_a_guardrail() =>
        Expect(
            Of(Winning, Metric("latency", MetricRole.Guardrail, Loss) with { NonInferiorityMargin = 0.02 }),
            Verdict.Green,
            Recommendation.Ship,
            "Guardrail holds: latency fell 0.50 %",
            reason: 1);

    [Fact]
    public void A_guardrail_that_is_the_same_constant_everywhere_was_not_harmed() =>
        Expect(Of(Winning, Constant("crashes", MetricRole.Guardrail, 0, 0)), Verdict.Green, Recommendation.Ship, "Primary metric won");

    [Fact]
    public void A_guardrail_that_cannot_be_tested_keeps_a_winner_yellow() =>
        Expect(Of(Winning, Constant("crashes", MetricRole.Guardrail, 0, 1)), Verdict.Yellow, Recommendation.Iterate, "Guardrail unknown: crashes cannot be tested because every unit has the same value");

    [Fact]
    public void A_primary_metric_that_is_significantly_worse_is_red() =>
        Expect(Of(Metric("revenue", MetricRole.Primary, Loss)), Verdict.Red, Recommendation.DoNotShip, "Primary metric is significantly worse: revenue fell 0.50 %");

    [Fact]
    public void A_primary_metric_that_should_fall_wins_by_falling() =>
        Expect(
            Of(Metric("errors", MetricRole.Primary, Loss) with { Direction = MetricDirection.Decrease }),
            Verdict.Green,
            Recommendation.Ship,
            "Primary metric won: errors fell 0.50 %");

    [Fact]
    public void A_primary_metric_that_is_not_significant_is_yellow() =>
        Expect(Of(Metric("revenue", MetricRole.Primary, Unclear)), Verdict.Yellow, Recommendation.Iterate, "Primary metric: revenue rose 0.10 %");

    [Fact]
    public void A_primary_metric_without_a_good_direction_cannot_win() =>
        Expect(Of(Winning with { Direction = MetricDirection.Neutral }), Verdict.Yellow, Recommendation.Iterate, "Primary metric: revenue rose 0.50 %");

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_constant_primary_metric_is_yellow_and_says_why() =>
        Expect(Of(Constant("revenue", MetricRole.Primary, 3, 3)), Verdict.Yellow, Recommendation.Iterate, "Primary metric: revenue cannot be tested because every unit has the same value.");

    [Fact]
    public void Without_a_primary_metric_nothing_can_win() =>
        Expect(Of(Metric("revenue", MetricRole.Secondary, Win)), Verdict.Yellow, Recommendation.Iterate, "There is no primary metric");

    [Fact]
    public void A_winner_short_of_its_planned_sample_is_yellow()
    {
        var scorecard = Expect(Of(Winning) with { PlannedUnits = 25_000 }, Verdict.Yellow, Recommendation.Iterate, "The planned sample is not reached: 20,000 of 25,000 units, 5,000 still needed.");
        Assert.Equal(5_000, scorecard.UnitsStillNeeded.Value);
    }

    [Fact]
    public void A_winner_without_a_plan_is_green_and_the_missing_plan_is_said()
    {
        var scorecard = Expect(Of(Winning) with { PlannedUnits = null }, Verdict.Green, Recommendation.Ship, "Primary metric won");
        Assert.Contains(scorecard.Reasons, r => r.StartsWith("No sample size was planned", StringComparison.Ordinal));
    }

    [Fact]
    public void A_losing_segment_under_a_winning_total_is_yellow()
    {
        var input = Of(Winning with { Segments = [Segment("country", "DE", 10.2), Segment("country", "FR", Loss)] });
        Expect(input, Verdict.Yellow, Recommendation.Iterate, "A segment is significantly worse: revenue in country = FR fell 0.50 %");
    }

    [Fact]
    public void A_segment_that_is_only_worse_before_correction_does_not_decide()
    {
        // t = −2.12, p = 0.034; after Bonferroni over two segments 0.068.
        var input = Of(Winning with { Segments = [Segment("country", "DE", 10.2), Segment("country", "FR", 9.97)] });
        Expect(input, Verdict.Green, Recommendation.Ship, "Primary metric won");
    }

    [Fact]
    public void Distrust_outranks_harm() =>
        Expect(
            Of(Metric("revenue", MetricRole.Primary, Loss), Metric("latency", MetricRole.Guardrail, Loss)).WithUnits(10_000, 10_600),
            Verdict.Red,
            Recommendation.Invalid,
            "Sample ratio mismatch");

    [Fact]
    public void One_of_two_primary_metrics_may_win_while_the_other_is_open() =>
        Expect(Of(Winning, Metric("visits", MetricRole.Primary, Unclear)), Verdict.Green, Recommendation.Ship, "Primary metric won: revenue");

    [Fact]
    public void One_primary_metric_that_loses_spoils_the_other_that_wins() =>
        Expect(Of(Winning, Metric("visits", MetricRole.Primary, Loss)), Verdict.Red, Recommendation.DoNotShip, "Primary metric is significantly worse: visits");

    [Fact]
    public void A_significant_secondary_metric_is_mentioned_and_does_not_decide()
    {
        var scorecard = Expect(Of(Winning, Metric("visits", MetricRole.Secondary, Loss)), Verdict.Green, Recommendation.Ship, "Primary metric won");
        Assert.Contains(scorecard.Reasons, r => r.StartsWith("Secondary metric: visits fell 0.50 %", StringComparison.Ordinal));
    }

    [Fact]
    public void Adding_secondary_metrics_never_takes_a_win_away()
    {
        // t = 2.12, p = 0.034: Holm over eleven metrics would be 0.37.
        var narrow = Metric("revenue", MetricRole.Primary, 10.03);
        var others = Enumerable.Range(0, 10).Select(i => Metric($"m{i}", MetricRole.Secondary, Unclear));
        Expect(Of([narrow, .. others]), Verdict.Green, Recommendation.Ship, "Primary metric won: revenue rose 0.30 %");
    }

    [Fact]
    public void A_losing_arm_does_not_hold_back_a_winning_one()
    {
        var scorecard = Expect(
            OfThree(Metric("revenue", MetricRole.Primary, Loss, Win)), Verdict.Green, Recommendation.Ship, "t2 decides: t1 is RED, t2 is GREEN.");
        Assert.Equal([Verdict.Red, Verdict.Green], scorecard.Variants.Select(v => v.Verdict));
        Assert.Contains(scorecard.Reasons, r => r.StartsWith("Primary metric won: t2: revenue rose 0.50 %", StringComparison.Ordinal));
    }

    [Fact]
    public void When_every_arm_loses_the_experiment_is_red() =>
        Expect(OfThree(Metric("revenue", MetricRole.Primary, Loss, Loss)), Verdict.Red, Recommendation.DoNotShip, "t1 decides");

    [Theory]
    [InlineData(Correction.None, Verdict.Green)]
    [InlineData(Correction.Holm, Verdict.Yellow)]
    [InlineData(Correction.Bonferroni, Verdict.Yellow)]
    [InlineData(Correction.BenjaminiHochberg, Verdict.Yellow)]
    public void Two_arms_are_two_chances_and_must_be_corrected(Correction correction, Verdict expected)
    {
        // p = 0.034 and 0.48 before correction.
        var input = OfThree(Metric("revenue", MetricRole.Primary, 10.03, Unclear)) with { Correction = correction };
        Assert.Equal(expected, ExperimentAnalyzer.Analyze(input).Scorecard.Verdict);
    }

    [Fact]
    public void An_open_primary_metric_says_how_many_units_would_settle_it()
    {
        // statsmodels: TTestIndPower().solve_power(0.02, power=0.8, alpha=0.05) = 39245.26 units a variant; 20,000 are there.
        var scorecard = Expect(
            Of(Metric("revenue", MetricRole.Primary, Unclear) with { MinimumEffect = 0.002 }), Verdict.Yellow, Recommendation.Iterate, "Primary metric: revenue rose 0.10 %");
        Assert.Equal(2 * 39_246 - 20_000, scorecard.UnitsStillNeeded.Value);
        Assert.Contains(scorecard.Reasons, r => r.EndsWith(
            "This sample detects 0.40 % with 80 % power. About 59,000 more units would settle the smallest effect that matters, 0.20 %.", StringComparison.Ordinal));
    }

    [Fact]
    public void An_experiment_that_already_had_the_power_is_told_not_to_wait()
    {
        var scorecard = ExperimentAnalyzer.Analyze(Of(Metric("revenue", MetricRole.Primary, Unclear) with { MinimumEffect = 0.01 })).Scorecard;
        Assert.Equal(0, scorecard.UnitsStillNeeded.Value);
        Assert.Contains(scorecard.Reasons, r => r.Contains("more units are unlikely to settle it", StringComparison.Ordinal));
    }

    [Fact]
    public void Waiting_for_a_minute_effect_is_advised_against()
    {
        var scorecard = ExperimentAnalyzer.Analyze(Of(Metric("revenue", MetricRole.Primary, 10.00001))).Scorecard;
        Assert.Contains(scorecard.Reasons, r => r.Contains("more than 100 times this sample", StringComparison.Ordinal));
    }

    [Fact]
    public void Checks_come_in_order_with_their_metric_versions_and_numbers()
    {
        var input = Of(
            Winning with { Version = 4, Segments = [Segment("country", "DE", 10.2), Segment("country", "FR", Unclear)] },
            Metric("latency", MetricRole.Guardrail, 10)) with { DataRevision = "build-17" };
        var scorecard = ExperimentAnalyzer.Analyze(input).Scorecard;
        Assert.Equal(["data_quality", "sample_ratio", "planned_sample", "guardrail", "primary", "segments"], scorecard.Checks.Select(c => c.Name));
        var primary = scorecard.Checks.Single(c => c.Name == "primary");
        Assert.Equal(("revenue", 4), (primary.Metric, primary.MetricVersion));
        Assert.Equal(Win, primary.Numbers.Single(n => n.Name == "treatment_mean").Value.Value);
        Assert.Equal("build-17", scorecard.DataRevision);
        Assert.False(scorecard.UnitsStillNeeded.IsPresent);
    }

    private static Scorecard Expect(ExperimentInput input, Verdict verdict, Recommendation recommendation, string start, int reason = 0)
    {
        var scorecard = ExperimentAnalyzer.Analyze(input).Scorecard;
        Assert.Equal((verdict, recommendation), (scorecard.Verdict, scorecard.Recommendation));
        Assert.StartsWith(start, scorecard.Reasons[reason], StringComparison.Ordinal);
        return scorecard;
    }
}
