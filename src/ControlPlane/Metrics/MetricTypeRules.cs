using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Warehouse.Definitions;
using MetricAggregation = GrpcExp.Contracts.Control.V1.MetricAggregation;
using MetricType = GrpcExp.Contracts.Control.V1.MetricType;
using RatioDenominator = GrpcExp.Contracts.Control.V1.RatioDenominator;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Decides whether a metric has what its type needs, and nothing that only another type reads.</summary>
internal static class MetricTypeRules
{
    public static void Check(Violations violations, Metric metric)
    {
        CheckEvent(violations, metric);
        CheckCap(violations, metric);
        CheckRatio(violations, metric);
        if (Has(violations, metric, MetricType.Quantile, "quantile", metric.Quantile != 0))
        {
            violations.AddIf(
                metric.Quantile is not (> 0 and < 1), "metric.quantile", $"{metric.Quantile:R} is refused: give a quantile above 0 and below 1, for example 0.9");
        }

        if (Has(violations, metric, MetricType.Retention, "retention_day", metric.RetentionDay != 0))
        {
            violations.Range("metric.retention_day", metric.RetentionDay, 1, Limits.RetentionDay, "days");
        }

        if (Has(violations, metric, MetricType.Activation, "threshold_count", metric.ThresholdCount != 0))
        {
            violations.Range("metric.threshold_count", metric.ThresholdCount, 1, Limits.ActivationThreshold, "events");
        }

        violations.AddIf(
            metric.Type == MetricType.Retention && metric.AttributionWindowHours is not (0 or MetricDefinition.RetentionWindowHours),
            "metric.attribution_window_hours",
            $"{metric.AttributionWindowHours} is refused: a retention counts {MetricDefinition.RetentionWindowHours} hours; give that, or 0");
    }

    private static void CheckEvent(Violations violations, Metric metric)
    {
        if (metric.Type == MetricType.Sessions)
        {
            violations.Text("metric.event_name", metric.EventName, Limits.EventNameLength);
        }
        else
        {
            violations.Required("metric.event_name", metric.EventName, Limits.EventNameLength);
        }

        PropertyRules.Check(violations, "metric.value_field", metric.ValueField);
    }

    private static void CheckCap(Violations violations, Metric metric)
    {
        var why = metric.Type switch
        {
            MetricType.Conversion or MetricType.Retention or MetricType.Activation => "which is 0 or 1",
            MetricType.Ratio => "which has no value a unit",
            MetricType.Quantile => "which no cap moves",
            _ => null,
        };
        violations.AddIf(
            why is not null && (metric.CapPercentile != 0 || metric.CapValue != 0),
            metric.CapPercentile != 0 ? "metric.cap_percentile" : "metric.cap_value",
            $"is given for {EnumRules.Word(metric.Type)}, {why}: take the cap out");
    }

    private static void CheckRatio(Violations violations, Metric metric)
    {
        var isRatio = metric.Type == MetricType.Ratio;
        EnumRules.Check(violations, "metric.numerator_aggregation", metric.NumeratorAggregation, isRatio);
        violations.AddIf(
            !isRatio && metric.NumeratorAggregation != MetricAggregation.Unspecified, "metric.numerator_aggregation", "is given, and only RATIO has one: take it out");
        if (metric.Denominator is { } denominator)
        {
            violations.AddIf(!isRatio, "metric.denominator", "is given, and only RATIO has one: take it out");
            CheckDenominator(violations, denominator);
        }
        else
        {
            violations.AddIf(isRatio, "metric.denominator", "is missing: give the events that the ratio divides by");
        }
    }

    private static void CheckDenominator(Violations violations, RatioDenominator denominator)
    {
        violations.Required("metric.denominator.event_name", denominator.EventName, Limits.EventNameLength);
        EnumRules.Check(violations, "metric.denominator.aggregation", denominator.Aggregation, isRequired: true);
        PropertyRules.Check(violations, "metric.denominator.value_field", denominator.ValueField);
        MetricFilterRules.Check(violations, "metric.denominator.filters", denominator.Filters);
    }

    /// <summary>Whether a parameter is to be looked at: it belongs to one type, and a 0 there is as refused as any other wrong number.</summary>
    private static bool Has(Violations violations, Metric metric, MetricType owner, string field, bool isGiven)
    {
        var isOwner = metric.Type == owner;
        violations.AddIf(!isOwner && isGiven, $"metric.{field}", $"is given, and only {EnumRules.Word(owner)} has one: take it out");
        return isOwner;
    }
}
