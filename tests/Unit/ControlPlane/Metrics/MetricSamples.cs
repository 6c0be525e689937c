using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Metrics;

namespace GrpcExp.Unit.ControlPlane.Metrics;

/// <summary>One right metric of every type, to break.</summary>
internal static class MetricSamples
{
    public static Metric Of(MetricType type)
    {
        var metric = new Metric
        {
            Key = "m",
            OwnerTeam = "growth",
            Tier = MetricTier.Driver,
            Type = type,
            EventName = "order",
            Direction = MetricDirection.Increase,
            Quantile = type == MetricType.Quantile ? 0.9 : 0,
            RetentionDay = type == MetricType.Retention ? 7 : 0,
            ThresholdCount = type == MetricType.Activation ? 3 : 0,
        };
        if (type == MetricType.Ratio)
        {
            metric.NumeratorAggregation = MetricAggregation.Sum;
            metric.Denominator = new RatioDenominator { EventName = "visit", Aggregation = MetricAggregation.Count };
        }

        return metric;
    }

    public static MetricFilter Filter(string property, MetricFilterOperator by, string value = "") => new() { Property = property, Operator = by, Value = value };

    /// <summary>The fields that a metric is refused for; none when it is taken. It names no parent, so nothing stored is looked at.</summary>
    public static async Task<string[]> RefusedAsync(Metric metric)
    {
        try
        {
            await MetricRules.CheckAsync(new Violations(), null!, metric, TestContext.Current.CancellationToken);
            return [];
        }
        catch (ControlException refusal)
        {
            return [.. refusal.Violations.Select(violation => violation.Field)];
        }
    }

    /// <summary>The one field that is refused, or none.</summary>
    public static string[] Expected(bool isTaken, string field) => isTaken ? [] : [field];
}
