using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Trends;

namespace GrpcExp.Unit.Statistics.Monitoring;

/// <summary>Trends of daily effects against least squares with known variances by statsmodels.</summary>
public sealed class EffectTrendTests
{
    private static readonly double[] Flat = [0.1, 0.1, 0.1, 0.1];

    public static TheoryData<string> Cases() => Oracle.Cases("trends");

    public static TheoryData<string> SampleCases() => Oracle.Cases("daily_samples");

    public static TheoryData<string> PanelCases() => Oracle.Cases("panels");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lines_through_daily_effects_agree_with_statsmodels(string json)
    {
        var c = Oracle.Parse(json);
        int[] days = Days(c);
        var time = c.GetProperty("logarithmic").GetBoolean() ? TrendTime.Logarithmic : TrendTime.Linear;
        int? horizon = c.GetProperty("horizon").ValueKind == JsonValueKind.Null ? null : c.GetProperty("horizon").GetInt32();
        var actual = c.GetProperty("covariance").ValueKind == JsonValueKind.Null
            ? EffectTrendTest.Run(Effects(days, c.Numbers("effects"), c.Numbers("std_errors")), time, horizon)
            : EffectTrendTest.RunCorrelated(days, c.Numbers("effects"), c.GetProperty("covariance").Rows(), time, horizon);
        Assert.Equal(days.Length, actual.Days);
        Check(c.GetProperty("expected"), actual);
    }

    [Theory]
    [MemberData(nameof(SampleCases))]
    public void Days_that_cannot_be_estimated_are_left_out_and_counted(string json)
    {
        var c = Oracle.Parse(json);
        var actual = EffectTrendTest.Run([.. c.GetProperty("rows").EnumerateArray().Select(r => new DailySample(
            r[0].GetInt32(), Moments(r[1]), Moments(r[2])))]);
        Assert.Equal(c.GetProperty("left_out").GetInt32(), actual.DaysLeftOut);
        Check(c.GetProperty("expected"), actual);
    }

    [Theory]
    [MemberData(nameof(PanelCases))]
    public void A_panel_gives_what_its_covariances_by_numpy_give(string json)
    {
        var c = Oracle.Parse(json);
        JointMoments[] rows = [.. c.GetProperty("rows").EnumerateArray().Select(JointRows.Moments)];
        Check(c.GetProperty("expected"), EffectTrendTest.RunPanel(Days(c), rows[0], rows[1]));
    }

    [Theory]
    [InlineData(TrendKind.Novelty, 2.0, 1.5, 1.0, 0.5)]
    [InlineData(TrendKind.Novelty, -2.0, -1.5, -1.0, -0.5)]
    [InlineData(TrendKind.Novelty, 1.0, 0.3, -0.4, -1.1)]
    [InlineData(TrendKind.Primacy, 0.5, 1.0, 1.5, 2.0)]
    [InlineData(TrendKind.Primacy, -0.5, -1.0, -1.5, -2.0)]
    [InlineData(TrendKind.Primacy, -0.01, 0.4, 0.8, 1.2)]
    [InlineData(TrendKind.None, 0.5, 0.52, 0.49, 0.5)]
    public void The_kind_follows_the_first_effect_and_the_slope(TrendKind expected, params double[] effects) =>
        Assert.Equal(expected, EffectTrendTest.Run(Effects([1, 2, 3, 4], effects, Flat)).Kind);

    [Fact]
    public void The_order_of_days_does_not_matter()
    {
        var days = Effects([1, 2, 4, 5], [3, 2, 2.5, 1], [0.1, 0.2, 0.1, 0.3]);
        Assert.Equal(EffectTrendTest.Run(days), EffectTrendTest.Run([.. days.Reverse()]));
    }

    [Fact]
    public void Another_unit_another_zero_and_swapped_variants_move_everything_along()
    {
        var random = new Random(5);
        for (int run = 0; run < 500; run++)
        {
            var days = RandomDays(random, 2 + random.Next(20), _ => 0.2);
            var plain = EffectTrendTest.Run(days);
            var scaled = EffectTrendTest.Run([.. days.Select(d => d with { Effect = 8 * d.Effect, StandardError = 8 * d.StandardError })]);
            var shifted = EffectTrendTest.Run([.. days.Select(d => d with { Effect = d.Effect + 5 })]);
            var swapped = EffectTrendTest.Run([.. days.Select(d => d with { Effect = -d.Effect })]);
            Assert.Equal(plain.PValue, scaled.PValue);
            Assert.Equal(plain.Kind, scaled.Kind);
            Assert.Equal(8 * plain.LongRun.High.Value, scaled.LongRun.High.Value);
            Oracle.Agree(plain.Slope.Value.Value, shifted.Slope.Value, "slope", scale: plain.Slope.StandardError.Value);
            Oracle.Agree(plain.FirstDay.Value.Value + 5, shifted.FirstDay.Value, "first day");
            Assert.Equal(plain.PValue, swapped.PValue);
            Assert.Equal(plain.Kind, swapped.Kind);
            Assert.Equal(plain.Slope.ExcludesZero, plain.PValue.Value < 0.05);
            Assert.Equal(plain.LateMinusEarly.ExcludesZero, plain.LateMinusEarlyPValue.Value < 0.05);
            Assert.True(plain.LackOfFit.ChiSquared.OrNull is not { } rest || rest <= plain.Heterogeneity.ChiSquared.Value * (1 + 1e-12));
        }
    }

    [Fact]
    public void Independent_days_are_correlated_days_without_correlation()
    {
        var days = Effects([1, 2, 3, 6], [3, 2, 2.5, 1], [0.1, 0.2, 0.1, 0.3]);
        double[][] covariance = [.. days.Select((d, i) => days.Select((_, j) => i == j ? d.StandardError * d.StandardError : 0).ToArray())];
        var actual = EffectTrendTest.RunCorrelated([1, 2, 3, 6], [3, 2, 2.5, 1], covariance);
        Oracle.Agree(EffectTrendTest.Run(days).PValue.Value, actual.PValue, "p");
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_has_no_trend_says_why()
    {
        var one = EffectTrendTest.Run(Effects([3], [1], [1]));
        Assert.Equal(AbsenceReason.TooFewDays, one.PValue.Reason);
        Assert.Equal(TrendKind.Unknown, one.Kind);
        var two = EffectTrendTest.Run(Effects([1, 2], [1, 2], [1, 1]));
        Assert.True(two.PValue.IsPresent);
        Assert.Equal(AbsenceReason.TooFewDays, two.LackOfFit.PValue.Reason);
        Assert.Equal(AbsenceReason.TooFewDays, EffectTrendTest.Run(Array.Empty<DailySample>()).Slope.Value.Reason);
        Assert.Equal(AbsenceReason.TooFewDays, EffectTrendTest.RunCorrelated([], [], []).Slope.Value.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, EffectTrendTest.RunCorrelated([1, 2], [1, 2], [[1, 1], [1, 1]]).PValue.Reason);
        var panel = JointMoments.FromRows([[1, 2, 0], [2, 3, 0], [2, 5, 0]]);
        Assert.Equal(AbsenceReason.NoUnits, EffectTrendTest.RunPanel([1, 2, 3], default, panel).PValue.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, EffectTrendTest.RunPanel([1, 2, 3], panel, JointMoments.FromRows([[1, 2, 0]])).PValue.Reason);
        var constant = EffectTrendTest.RunPanel([1, 2, 3], panel, panel);
        Assert.Equal((2, 1), (constant.Days, constant.DaysLeftOut));
    }

    [Fact]
    public void What_is_no_course_of_days_is_refused()
    {
        Assert.Throws<ArgumentException>(() => EffectTrendTest.Run(Effects([1, 1], [1, 2], [1, 1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectTrendTest.Run(Effects([0, 1], [1, 2], [1, 1])));
        Assert.Throws<ArgumentException>(() => EffectTrendTest.Run(Effects([1, 2], [1, 2], [1, 0])));
        Assert.Throws<ArgumentException>(() => EffectTrendTest.Run(Effects([1, 2], [1, double.NaN], [1, 1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectTrendTest.Run(Effects([1, 2], [1, 2], [1, 1]), horizon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectTrendTest.Run(Effects([1, 2], [1, 2], [1, 1]), alpha: 1));
        Assert.Throws<ArgumentException>(() => EffectTrendTest.RunCorrelated([1, 2], [1, 2], [[1, 0.5], [0.4, 1]]));
        Assert.Throws<ArgumentException>(() => EffectTrendTest.RunCorrelated([1, 2], [1], [[1, 0], [0, 1]]));
        Assert.Throws<ArgumentException>(() => EffectTrendTest.RunCorrelated([1, 2], [1, 2], [[1, 0]]));
        var panel = JointMoments.FromRows([[1, 2], [2, 3]]);
        Assert.Throws<ArgumentException>(() => EffectTrendTest.RunPanel([1, 2, 3], panel, panel));
    }

    /// <summary>Bounds allow four binomial standard deviations.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void A_flat_effect_is_called_a_trend_no_more_often_than_alpha_and_a_decaying_one_is_found()
    {
        const int runs = 2000;
        var random = new Random(41);
        var reach = 4 * Math.Sqrt(0.05 * 0.95 * runs);
        int flat = 0;
        int decaying = 0;
        int growing = 0;
        for (int run = 0; run < runs; run++)
        {
            flat += EffectTrendTest.Run(RandomDays(random, 14, _ => 0.5)).Kind == TrendKind.None ? 0 : 1;
            decaying += EffectTrendTest.Run(RandomDays(random, 14, d => 1.5 * Math.Exp(-d / 5.0)), TrendTime.Logarithmic).Kind == TrendKind.Novelty ? 1 : 0;
            growing += EffectTrendTest.Run(RandomDays(random, 14, d => 1.5 - 1.5 * Math.Exp(-d / 5.0))).Kind == TrendKind.Primacy ? 1 : 0;
        }

        Assert.InRange(flat, 0.05 * runs - reach, 0.05 * runs + reach);
        Assert.True(decaying > 0.9 * runs, $"Only {decaying} of {runs} decaying effects were found.");
        Assert.True(growing > 0.9 * runs, $"Only {growing} of {runs} growing effects were found.");
    }

    /// <summary>Bounds allow four binomial standard deviations, and a tenth for covariances that are estimated.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void A_panel_keeps_alpha_where_days_of_the_same_units_do_not_pass_for_independent()
    {
        const int runs = 450;
        const int days = 14;
        var random = new Random(47);
        int[] calendar = [.. Enumerable.Range(1, days)];
        int panel = 0;
        int independent = 0;
        JointMoments Units()
        {
            const int units = 200;
            var sums = new double[days];
            double[][] products = [.. calendar.Select(_ => new double[days])];
            var row = new double[days];
            for (int unit = 0; unit < units; unit++)
            {
                double carried = random.Normal();
                for (int day = 0; day < days; day++)
                {
                    row[day] = carried;
                    sums[day] += carried;
                    for (int other = 0; other <= day; other++)
                    {
                        products[other][day] += row[other] * carried;
                    }

                    carried = 0.6 * carried + 0.8 * random.Normal();
                }
            }

            return JointMoments.FromSums(units, sums, products);
        }

        for (int run = 0; run < runs; run++)
        {
            var control = Units();
            var treatment = Units();
            panel += EffectTrendTest.RunPanel(calendar, control, treatment).Kind == TrendKind.None ? 0 : 1;
            independent += EffectTrendTest.Run(
                [.. calendar.Select(day => new DailySample(day, control[day - 1], treatment[day - 1]))]).Kind == TrendKind.None ? 0 : 1;
        }

        double reach = 4 * Math.Sqrt(0.05 * 0.95 * runs);
        Assert.InRange(panel, 0.05 * runs - reach, 0.055 * runs + reach);
        Assert.True(independent > 0.1 * runs, $"Only {independent} of {runs} were called a trend: the simulation proves nothing.");
    }

    private static DailyEffect[] RandomDays(Random random, int count, Func<int, double> course) => [.. Enumerable.Range(1, count).Select(day =>
    {
        double standardError = 0.1 + 0.2 * random.NextDouble();
        return new DailyEffect(day, course(day) + standardError * random.Normal(), standardError);
    })];

    private static DailyEffect[] Effects(int[] days, double[] effects, double[] standardErrors) =>
        [.. days.Select((d, i) => new DailyEffect(d, effects[i], standardErrors[i]))];

    private static int[] Days(JsonElement c) => [.. c.GetProperty("days").EnumerateArray().Select(d => d.GetInt32())];

    private static SampleMoments Moments(JsonElement summary) =>
        MeanComparisonTests.Moments([.. summary.EnumerateArray().Select(v => v.GetDouble())]);

    private static void Check(JsonElement expected, EffectTrend actual)
    {
        void Agree(string name, Estimate estimate)
        {
            var e = expected.GetProperty(name);
            Oracle.Agree(e.Number("std_error"), estimate.StandardError, name + " standard error");
            Oracle.Agree(e.Number("value"), estimate.Value, name, scale: e.Number("std_error"));
            Oracle.Agree(e.Number("value") - 1.959963984540054 * e.Number("std_error"), estimate.Low, name + " low", scale: e.Number("std_error"));
        }

        Agree("average", actual.Average);
        Agree("slope", actual.Slope);
        Agree("first", actual.FirstDay);
        Agree("long_run", actual.LongRun);
        Agree("change", actual.LateMinusEarly);
        Oracle.Agree(expected.Number("statistic"), actual.Statistic, "z", scale: 1);
        Oracle.Agree(expected.Number("p_value"), actual.PValue, "p", 1e-6);
        Oracle.Agree(expected.Number("change_p"), actual.LateMinusEarlyPValue, "p of the change", 1e-6);
        Oracle.Agree(expected.Number("q"), actual.Heterogeneity.ChiSquared, "Q");
        Oracle.Agree(expected.Number("q_p"), actual.Heterogeneity.PValue, "p of Q", 1e-6);
        if (expected.TryGetProperty("rest", out var rest))
        {
            Oracle.Agree(rest.GetDouble(), actual.LackOfFit.ChiSquared, "lack of fit");
            Oracle.Agree(expected.Number("rest_p"), actual.LackOfFit.PValue, "p of the lack of fit", 1e-6);
        }
    }
}
