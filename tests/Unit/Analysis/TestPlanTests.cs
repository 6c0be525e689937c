using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Sequential;
using static GrpcExp.Unit.Analysis.SampleExperiment;

namespace GrpcExp.Unit.Analysis;

/// <summary>A planned test takes Welch's place in everything that follows from it.</summary>
public sealed class TestPlanTests
{
    private static readonly double[] Control = [1, 2, 3, 4, 5, 6];
    private static readonly double[] Treatment = [3.5, 4.5, 5.5, 6.5, 7.5, 8.5];

    /// <summary>Expected p-values: scipy's ttest_ind, mannwhitneyu(method="exact") and permutation_test over all 924 assignments.</summary>
    [Theory]
    [InlineData(TestMethod.Welch, 0.04317161123458346)]
    [InlineData(TestMethod.PooledT, 0.04317161123458346)]
    [InlineData(TestMethod.MannWhitney, 0.06493506493506493)]
    [InlineData(TestMethod.Permutation, 0.05627705627705628)]
    public void The_planned_test_decides_about_a_mean(TestMethod method, double p)
    {
        var row = Compare(Of(Small()) with { Test = new TestPlan { Method = method } });
        Assert.Equal(p, row.Comparison.PValue.Value, 1e-9);
        Assert.Equal(p, row.DecisionPValue.Value, 1e-9);
        Assert.Equal(method != TestMethod.Welch, row.Readings.Any(reading => reading.Name == "welch"));
    }

    /// <summary>8,502 of 44,700 against 8,279 of 45,489; expected p-values by scipy and statsmodels.</summary>
    [Theory]
    [InlineData(TestMethod.Fisher, 0.001590961583984235)]
    [InlineData(TestMethod.Z, 0.001554249975614329)]
    public void The_planned_test_decides_about_a_conversion(TestMethod method, double p)
    {
        var row = Compare(Of(Conversion()) with { Test = new TestPlan { Method = method } });
        Assert.Equal(p, row.Comparison.PValue.Value, p * 1e-9);
        Assert.Equal(p, row.PValueAdjusted.Value, p * 1e-9);
    }

    [Fact]
    public void An_always_valid_test_asks_more_than_a_single_look()
    {
        var metric = Metric("spend", MetricRole.Primary, 10.03);
        var once = Compare(Of(metric));
        var anytime = Compare(Of(metric) with { Test = new TestPlan { Method = TestMethod.ConfidenceSequence, PlannedUnits = 2 * Units } });
        Assert.True(once.Comparison.PValue.Value < 0.05 && anytime.Comparison.PValue.Value > 0.05);
        Assert.Equal(
            ConfidenceSequence.Compare(metric.ByVariant["control"].Moments, metric.ByVariant["treatment"].Moments, 2 * Units).PValue, anytime.DecisionPValue);
        Assert.Equal("GREEN", Scorecards(Of(metric)));
        Assert.Equal("YELLOW", Scorecards(Of(metric) with { Test = new TestPlan { Method = TestMethod.ConfidenceSequence, PlannedUnits = 2 * Units } }));
    }

    [Fact]
    public void Looks_are_kept_and_their_smallest_p_value_runs_along()
    {
        ExperimentInput At(double mean) => Of(Metric("spend", MetricRole.Primary, mean)) with
        {
            Test = new TestPlan { Method = TestMethod.MixtureSprt, EffectDeviation = 0.05 },
        };
        var analysis = LookAnalyzer.Analyze([("1", At(10.06)), ("2", At(10.01))]);
        Assert.Equal(["1", "2"], analysis.Looks.Select(look => look.Time));
        Assert.True(analysis.Looks[1].Comparison.PValue.Value > 0.5);
        Assert.Equal(analysis.Looks[0].Comparison.PValue, analysis.Looks[1].RunningPValue);
        Assert.Empty(LookAnalyzer.Analyze([("1", At(10.06))]).Looks);
    }

    [Fact]
    public void A_group_sequential_plan_uses_the_fractions_up_to_each_look()
    {
        ExperimentInput At(double mean) => Of(Metric("spend", MetricRole.Primary, mean)) with
        {
            Test = new TestPlan { Method = TestMethod.GroupSequential, Looks = [0.5, 1] },
        };
        var analysis = LookAnalyzer.Analyze([("1", At(10.01)), ("2", At(10.04))]);
        var first = GroupSequentialTest.End(GroupSequentialDesign.Create([0.5]), 1, 0.01, Math.Sqrt(2.0 / Units));
        Assert.Equal(first.PValue.Value, analysis.Looks[0].Comparison.PValue.Value, 1e-3);
        Assert.Equal(AbsenceReason.NotComputed, analysis.Looks[1].RunningPValue.Reason);
        Assert.Throws<InvalidExperimentInputException>(() => LookAnalyzer.Analyze([("1", At(10)), ("2", At(10)), ("3", At(10))]));
        Assert.Throws<InvalidExperimentInputException>(() => LookAnalyzer.Analyze([]));
    }

    [Fact]
    public void Readings_stand_beside_the_deciding_test()
    {
        var readings = Compare(Of(Small()) with { Readings = new SecondReadings { Bayesian = true, Quantiles = [0.5] } }).Readings;
        Assert.Equal(["quantile_0.5", "bayesian_normal"], readings.Select(reading => reading.Name));
        Assert.Equal(2.5, readings[0].Absolute.Value.Value, 1e-12);
        Assert.Equal("bayesian_beta_binomial", Assert.Single(Compare(Of(Conversion()) with { Readings = new SecondReadings { Bayesian = true } }).Readings).Name);
    }

    public static TheoryData<TestPlan, string> Unusable() => new()
    {
        { new TestPlan { Method = TestMethod.Fisher }, "declare it a conversion" },
        { new TestPlan { Method = TestMethod.Permutation }, "needs the value of every unit" },
        { new TestPlan { Method = TestMethod.ConfidenceSequence }, "planned before the first look" },
        { new TestPlan { Method = TestMethod.ConfidenceSequence, PlannedUnits = 0 }, "planned before the first look" },
        { new TestPlan { Method = TestMethod.MixtureSprt, EffectDeviation = double.NaN }, "deviation of effects" },
        { new TestPlan { Method = TestMethod.GroupSequential }, "information fraction" },
        { new TestPlan { Method = TestMethod.GroupSequential, Looks = [0.5, 0.5] }, "fraction 2 is 0.5" },
        { new TestPlan { Method = TestMethod.GroupSequential, Looks = [1, 1.2] }, "fraction 2 is 1.2" },
        { new TestPlan { Resamples = 0 }, "resamples is 0" },
        { new TestPlan { Resamples = 1_000_001 }, "resamples is 1000001" },
        { new TestPlan { Method = (TestMethod)99 }, "99 is not known" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_plan_that_the_data_cannot_serve_is_refused(TestPlan test, string part) => Assert.Contains(
        part,
        Assert.Throws<InvalidExperimentInputException>(() => ExperimentAnalyzer.Analyze(Of(Metric("spend", MetricRole.Primary, Win)) with { Test = test })).Message,
        StringComparison.Ordinal);

    private static VariantComparison Compare(ExperimentInput input) => ExperimentAnalyzer.Analyze(input).Evidence.Metrics[0].Comparisons[0];

    private static string Scorecards(ExperimentInput input) => ExperimentAnalyzer.Analyze(input).Scorecard.Verdict.ToString().ToUpperInvariant();

    private static MetricInput Small() => new()
    {
        Key = "spend",
        Role = MetricRole.Primary,
        ByVariant = new Dictionary<string, MetricVariantInput>
        {
            ["control"] = new(Moments(Control)) { Values = Control },
            ["treatment"] = new(Moments(Treatment)) { Values = Treatment },
        },
    };

    private static MetricInput Conversion() => new()
    {
        Key = "retention",
        Type = MetricType.Conversion,
        Role = MetricRole.Primary,
        ByVariant = new Dictionary<string, MetricVariantInput>
        {
            ["control"] = new(SampleMoments.FromSuccesses(44_700, 8_502)),
            ["treatment"] = new(SampleMoments.FromSuccesses(45_489, 8_279)),
        },
    };

    private static SampleMoments Moments(double[] values) => values.Aggregate(default(SampleMoments), (moments, value) => moments.Add(value));
}
