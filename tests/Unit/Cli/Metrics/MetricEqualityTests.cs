using Google.Protobuf.WellKnownTypes;
using GrpcExp.Cli.Metrics;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.Cli.Metrics;

/// <summary>Only what changes the meaning of a metric makes a new version.</summary>
public sealed class MetricEqualityTests
{
    private static Metric Metric => new() { Key = "m", Type = MetricType.Ratio, EventName = "order", Denominator = new RatioDenominator { EventName = "visit" } };

    [Fact]
    public void What_the_control_plane_sets_changes_nothing() => AssertSame(true, metric =>
    {
        metric.Version = 3;
        metric.Deprecated = true;
        metric.Replacement = "other";
        metric.Etag = "e";
        metric.CreateTime = new Timestamp { Seconds = 1 };
    });

    [Fact]
    public void A_default_that_is_written_out_changes_nothing() => AssertSame(true, metric =>
    {
        metric.AttributionWindowHours = 336;
        metric.AttributionStart = AttributionStart.Assignment;
        metric.MissingValueRule = MissingValueRule.Zero;
        metric.ValueField = "value";
        metric.Denominator.ValueField = "value";
    });

    [Fact]
    public void A_retention_counts_24_hours_by_default()
    {
        var day = new Metric { Type = MetricType.Retention, AttributionWindowHours = 24 };
        Assert.True(MetricEquality.Same(day, new Metric { Type = MetricType.Retention }));
    }

    [Fact]
    public void Whatever_else_changes_is_a_change()
    {
        AssertSame(false, metric => metric.Description = "new");
        AssertSame(false, metric => metric.AttributionWindowHours = 24);
        AssertSame(false, metric => metric.AttributionStart = AttributionStart.Exposure);
        AssertSame(false, metric => metric.MissingValueRule = MissingValueRule.Exclude);
        AssertSame(false, metric => metric.ValueField = "net");
        AssertSame(false, metric => metric.Denominator.EventName = "session");
        AssertSame(false, metric => metric.Filters.Add(new MetricFilter { Property = "plan", Operator = MetricFilterOperator.Present }));
    }

    private static void AssertSame(bool expected, Action<Metric> change)
    {
        var changed = Metric;
        change(changed);
        Assert.Equal(expected, MetricEquality.Same(changed, Metric));
    }
}
