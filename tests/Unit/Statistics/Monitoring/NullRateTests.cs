using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Nulls;

namespace GrpcExp.Unit.Statistics.Monitoring;

/// <summary>Null rates against scipy, statsmodels and exact rationals.</summary>
public sealed class NullRateTests
{
    public static TheoryData<string> BaselineCases() => Oracle.Cases("null_rates");

    public static TheoryData<string> VariantCases() => Oracle.Cases("null_variants");

    public static TheoryData<string> SeriesCases() => Oracle.Cases("null_series");

    [Theory]
    [MemberData(nameof(BaselineCases))]
    public void Today_against_a_baseline_agrees_with_scipy_and_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        var actual = NullRateTest.AgainstBaseline(Count(c.GetProperty("baseline")), Count(c.GetProperty("current")));
        Assert.Equal(c.GetProperty("exact").GetBoolean(), actual.IsExact);
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
        Oracle.Agree(c.Number("low"), actual.Change.Low, "low", scale: actual.Baseline.Value);
        Oracle.Agree(c.Number("high"), actual.Change.High, "high", scale: actual.Baseline.Value);
        if (c.TryGetProperty("z", out var z))
        {
            Oracle.Agree(z.GetDouble(), actual.Statistic, "z");
        }
    }

    [Theory]
    [MemberData(nameof(VariantCases))]
    public void Differential_missingness_agrees_with_scipy(string json)
    {
        var c = Oracle.Parse(json);
        var actual = NullRateTest.BetweenVariants(Counts(c.GetProperty("groups")));
        Assert.Equal(c.GetProperty("exact").GetBoolean(), actual.IsExact);
        Oracle.Agree(c.Number("chi2"), actual.ChiSquared, "χ²");
        Oracle.Agree(c.Number("df"), actual.DegreesOfFreedom, "df");
        Oracle.Agree(c.Number("smallest"), actual.SmallestExpected, "smallest expected count");
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
    }

    [Theory]
    [MemberData(nameof(SeriesCases))]
    public void A_day_against_its_window_agrees_with_exact_arithmetic(string json)
    {
        var c = Oracle.Parse(json);
        var actual = NullRateSeries.Score(Counts(c.GetProperty("window")), Count(c.GetProperty("today")));
        Assert.Equal(c.GetProperty("exact").GetBoolean(), actual.IsExact);
        Oracle.Agree(c.Number("rate"), actual.WindowRate, "rate");
        Oracle.Agree(c.Number("overdispersion"), actual.Overdispersion, "overdispersion");
        Oracle.Agree(c.Number("z"), actual.Statistic, "z");
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
    }

    [Fact]
    public void Values_instead_of_nulls_and_another_order_give_the_same_p_value()
    {
        var random = new Random(12);
        for (int run = 0; run < 500; run++)
        {
            NullCount[] counts = [.. Enumerable.Range(0, 2 + random.Next(4)).Select(_ =>
            {
                long units = 1 + random.Next(2000);
                return new NullCount(random.NextInt64(units + 1), units);
            })];
            static NullCount Mirrored(NullCount c) => new(c.Units - c.Nulls, c.Units);
            var plain = NullRateTest.BetweenVariants(counts);
            Same(plain.PValue, NullRateTest.BetweenVariants([.. counts.Select(Mirrored)]).PValue);
            Same(plain.PValue, NullRateTest.BetweenVariants([.. counts.Reverse()]).PValue);
            var there = NullRateTest.AgainstBaseline(counts[0], counts[1]);
            var back = NullRateTest.AgainstBaseline(counts[1], counts[0]);
            Same(there.PValue, back.PValue);
            Assert.Equal(there.Statistic.Map(z => -z), back.Statistic);
            if (counts.Length == 2)
            {
                Same(plain.PValue, there.PValue);
            }

            var score = NullRateSeries.Score(counts, counts[0]);
            Same(score.PValue, NullRateSeries.Score([.. counts.Reverse().Select(Mirrored)], Mirrored(counts[0])).PValue);
        }
    }

    [Fact]
    public void A_scan_scores_every_day_against_the_days_before_it()
    {
        NullCount[] series = [.. Enumerable.Range(0, 30).Select(day => new NullCount(100 + 7 * (day % 4), 5000)), new NullCount(400, 5000)];
        var scores = NullRateSeries.Scan(series, 10);
        Assert.Equal(series.Length, scores.Count);
        Assert.Equal([AbsenceReason.TooFewDays, AbsenceReason.TooFewDays], scores.Take(2).Select(s => s.PValue.Reason!.Value));
        Assert.Equal(NullRateSeries.Score([.. series.Skip(5).Take(10)], series[15]), scores[15]);
        Assert.Equal(NullRateSeries.Score([.. series.Take(3)], series[3]), scores[3]);
        Assert.All(scores.Skip(2).SkipLast(1), s => Assert.Equal(CheckSeverity.Ok, s.Severity));
        Assert.Equal(CheckSeverity.Fail, scores[^1].Severity);
    }

    [Fact]
    public void The_first_nulls_after_a_window_without_any_are_seen()
    {
        NullCount[] clean = [.. Enumerable.Repeat(new NullCount(0, 1000), 7)];
        Assert.Equal(CheckSeverity.Fail, NullRateSeries.Score(clean, new NullCount(20, 1000)).Severity);
        var one = NullRateSeries.Score(clean, new NullCount(1, 1000));
        Assert.True(one.IsExact);
        Assert.Equal(CheckSeverity.Ok, one.Severity);
    }

    [Theory]
    [InlineData(50, CheckSeverity.Ok)]
    [InlineData(75, CheckSeverity.Ok)]
    [InlineData(79, CheckSeverity.Warn)]
    [InlineData(90, CheckSeverity.Fail)]
    public void Severities_follow_the_p_value(long nulls, CheckSeverity expected)
    {
        Assert.Equal(expected, NullRateTest.AgainstBaseline(new NullCount(50, 1000), new NullCount(nulls, 1000)).Severity);
        Assert.Equal(expected, NullRateTest.BetweenVariants([new(50, 1000), new(nulls, 1000)]).Severity);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_cannot_be_tested_says_why()
    {
        NullCount none = default;
        NullCount some = new(3, 10);
        Assert.Equal(AbsenceReason.NoUnits, NullRateTest.AgainstBaseline(none, some).PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, NullRateTest.AgainstBaseline(some, none).Change.Low.Reason);
        Assert.Equal(AbsenceReason.DegenerateProportion, NullRateTest.AgainstBaseline(new(0, 10), new(0, 20)).PValue.Reason);
        Assert.Equal(0, NullRateTest.AgainstBaseline(new(0, 10), new(0, 20)).Change.Value.Value);
        Assert.Equal(AbsenceReason.DegenerateProportion, NullRateTest.BetweenVariants([new(10, 10), new(20, 20)]).PValue.Reason);
        Assert.Equal(AbsenceReason.TooFewVariants, NullRateTest.BetweenVariants([some, none]).ChiSquared.Reason);
        Assert.Equal(AbsenceReason.NoUnits, NullRateTest.BetweenVariants([some, none]).Rates[1].Reason);
        Assert.Equal(CheckSeverity.Unknown, NullRateTest.BetweenVariants([]).Severity);
        Assert.Equal(AbsenceReason.TooFewDays, NullRateSeries.Score([some, none], some).PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, NullRateSeries.Score([some, some], none).PValue.Reason);
        Assert.Equal(AbsenceReason.DegenerateProportion, NullRateSeries.Score([new(0, 9), new(0, 9)], new(0, 9)).PValue.Reason);
        Assert.Empty(NullRateSeries.Scan([]));
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        NullCount some = new(3, 10);
        Assert.Throws<ArgumentException>(() => NullRateTest.AgainstBaseline(new(11, 10), some));
        Assert.Throws<ArgumentException>(() => NullRateTest.BetweenVariants([some, new(-1, 10)]));
        Assert.Throws<ArgumentException>(() => NullRateSeries.Score([some, some], new(1, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NullRateSeries.Scan([some], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NullRateTest.AgainstBaseline(some, some, 0));
    }

    /// <summary>Days whose rate wanders by 30 %: bounds allow four binomial standard deviations.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void Restless_days_raise_no_alarm_in_a_series_but_would_against_a_pooled_baseline()
    {
        const int runs = 2000;
        var random = new Random(46);
        NullCount Day(double factor = 1)
        {
            double mean = 5000 * 0.04 * Math.Exp(0.3 * random.Normal()) * factor;
            return new NullCount(Math.Clamp((long)Math.Round(mean + Math.Sqrt(mean) * random.Normal()), 0, 5000), 5000);
        }

        int series = 0;
        int pooled = 0;
        int spikes = 0;
        for (int run = 0; run < runs; run++)
        {
            NullCount[] window = [.. Enumerable.Range(0, 28).Select(_ => Day())];
            var today = Day();
            series += NullRateSeries.Score(window, today).PValue.Value < 0.01 ? 1 : 0;
            var all = new NullCount(window.Sum(d => d.Nulls), window.Sum(d => d.Units));
            pooled += NullRateTest.AgainstBaseline(all, today).PValue.Value < 0.01 ? 1 : 0;
            spikes += NullRateSeries.Score(window, Day(4)).Severity >= CheckSeverity.Warn ? 1 : 0;
        }

        Assert.InRange(series, 0, 0.02 * runs);
        Assert.True(pooled > 0.2 * runs, $"Only {pooled} of {runs} pooled tests alarmed: the simulation proves nothing.");
        Assert.True(spikes > 0.9 * runs, $"Only {spikes} of {runs} spikes were found.");
    }

    private static void Same(Measure expected, Measure actual)
    {
        Assert.Equal(expected.Reason, actual.Reason);
        if (expected.IsPresent)
        {
            Oracle.Agree(expected.Value, actual, "p", 1e-7);
        }
    }

    private static NullCount Count(JsonElement pair) => new(pair[0].GetInt64(), pair[1].GetInt64());

    private static NullCount[] Counts(JsonElement pairs) => [.. pairs.EnumerateArray().Select(Count)];
}
