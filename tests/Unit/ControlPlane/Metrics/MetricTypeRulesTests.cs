using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.ControlPlane.Metrics;

/// <summary>What a metric of each type needs, at its limits and one past them.</summary>
public sealed class MetricTypeRulesTests
{
    public static TheoryData<MetricType> Types => [.. Enum.GetValues<MetricType>().Where(type => type != MetricType.Unspecified)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_metric_with_what_its_type_needs_is_taken(MetricType type) => Assert.Empty(await MetricSamples.RefusedAsync(MetricSamples.Of(type)));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task What_only_another_type_reads_is_refused(MetricType type)
    {
        var metric = MetricSamples.Of(type);
        metric.Quantile = 0.5;
        metric.RetentionDay = 1;
        metric.ThresholdCount = 1;
        metric.NumeratorAggregation = MetricAggregation.Count;
        metric.Denominator = new RatioDenominator { EventName = "visit", Aggregation = MetricAggregation.Count };

        var own = type switch
        {
            MetricType.Quantile => "metric.quantile",
            MetricType.Retention => "metric.retention_day",
            MetricType.Activation => "metric.threshold_count",
            MetricType.Ratio => "metric.numerator_aggregation metric.denominator",
            _ => "",
        };
        string[] all = ["metric.numerator_aggregation", "metric.denominator", "metric.quantile", "metric.retention_day", "metric.threshold_count"];
        Assert.Equal(all.Except(own.Split(' ')), await MetricSamples.RefusedAsync(metric));
    }

    [Theory]
    [InlineData(0.0001, true)]
    [InlineData(0.9999, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(-0.5, false)]
    [InlineData(double.NaN, false)]
    public async Task A_quantile_lies_between_0_and_1(double quantile, bool isTaken) =>
        await AssertTakenAsync(MetricType.Quantile, metric => metric.Quantile = quantile, isTaken, "metric.quantile");

    [Theory]
    [InlineData(1, true)]
    [InlineData(365, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(366, false)]
    public async Task A_retention_has_a_day_of_a_year(int day, bool isTaken) =>
        await AssertTakenAsync(MetricType.Retention, metric => metric.RetentionDay = day, isTaken, "metric.retention_day");

    [Theory]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    [InlineData(0, false)]
    [InlineData(10_001, false)]
    public async Task An_activation_has_a_threshold(int count, bool isTaken) =>
        await AssertTakenAsync(MetricType.Activation, metric => metric.ThresholdCount = count, isTaken, "metric.threshold_count");

    [Theory]
    [InlineData(0, true)]
    [InlineData(24, true)]
    [InlineData(48, false)]
    public async Task A_retention_counts_one_day(int hours, bool isTaken) =>
        await AssertTakenAsync(MetricType.Retention, metric => metric.AttributionWindowHours = hours, isTaken, "metric.attribution_window_hours");

    [Theory]
    [InlineData(0, true)]
    [InlineData(2_160, true)]
    [InlineData(2_161, false)]
    [InlineData(-1, false)]
    public async Task A_window_is_at_most_ninety_days(int hours, bool isTaken) =>
        await AssertTakenAsync(MetricType.Activation, metric => metric.AttributionWindowHours = hours, isTaken, "metric.attribution_window_hours");

    [Theory]
    [InlineData(MetricType.Mean, true)]
    [InlineData(MetricType.Count, true)]
    [InlineData(MetricType.Sum, true)]
    [InlineData(MetricType.Sessions, true)]
    [InlineData(MetricType.Conversion, false)]
    [InlineData(MetricType.Retention, false)]
    [InlineData(MetricType.Activation, false)]
    [InlineData(MetricType.Ratio, false)]
    [InlineData(MetricType.Quantile, false)]
    public async Task A_cap_is_for_a_value_a_unit(MetricType type, bool isTaken)
    {
        await AssertTakenAsync(type, metric => metric.CapPercentile = 99, isTaken, "metric.cap_percentile");
        await AssertTakenAsync(type, metric => metric.CapValue = 5, isTaken, "metric.cap_value");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Only_sessions_do_without_an_event(MetricType type) =>
        await AssertTakenAsync(type, metric => metric.EventName = "", type == MetricType.Sessions, "metric.event_name");

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task Names_keep_their_limit(int length, bool isTaken)
    {
        var name = new string('x', length);
        await AssertTakenAsync(MetricType.Sessions, metric => metric.EventName = name, isTaken, "metric.event_name");
        await AssertTakenAsync(MetricType.Sum, metric => metric.EventName = name, isTaken, "metric.event_name");
        await AssertTakenAsync(MetricType.Sum, metric => metric.ValueField = name, isTaken, "metric.value_field");
        await AssertTakenAsync(MetricType.Ratio, metric => metric.Denominator.EventName = name, isTaken, "metric.denominator.event_name");
        await AssertTakenAsync(MetricType.Ratio, metric => metric.Denominator.ValueField = name, isTaken, "metric.denominator.value_field");
    }

    [Fact]
    public async Task A_ratio_without_its_sides_is_told_both() =>
        Assert.Equal(
            ["metric.numerator_aggregation", "metric.denominator"],
            await RefusedAsync(MetricType.Ratio, metric => (metric.NumeratorAggregation, metric.Denominator) = (MetricAggregation.Unspecified, null)));

    [Fact]
    public async Task A_denominator_that_is_empty_is_told_everything() =>
        Assert.Equal(
            ["metric.denominator.event_name", "metric.denominator.aggregation"],
            await RefusedAsync(MetricType.Ratio, metric => metric.Denominator = new RatioDenominator()));

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    public async Task A_value_field_has_no_quotes_and_backslashes(string name) =>
        await AssertTakenAsync(MetricType.Sum, metric => metric.ValueField = name, false, "metric.value_field");

    private static async Task AssertTakenAsync(MetricType type, Action<Metric> change, bool isTaken, string field) =>
        Assert.Equal(MetricSamples.Expected(isTaken, field), await RefusedAsync(type, change));

    private static Task<string[]> RefusedAsync(MetricType type, Action<Metric> change)
    {
        var metric = MetricSamples.Of(type);
        change(metric);
        return MetricSamples.RefusedAsync(metric);
    }
}
