using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Warehouse.Definitions;

/// <summary>A metric's definition as rows of the raw tables.</summary>
internal static class MetricRows
{
    /// <summary>Columns of metric_definitions that are written.</summary>
    public static readonly string[] DefinitionColumns =
    [
        "metric_key", "version", "owner_team", "tier", "parent_metric", "metric_type", "event_name", "value_field", "filter_text",
        "numerator_aggregation", "denominator_event_name", "denominator_value_field", "denominator_aggregation", "denominator_filter_text",
        "quantile", "threshold_count", "attribution_window_hours", "window_delay_hours", "attribution_anchor", "direction", "cap_percentile",
        "cap_value", "missing_rule", "minimum_effect", "non_inferiority_margin",
    ];

    /// <summary>Columns of metric_filters that are written.</summary>
    public static readonly string[] FilterColumns = ["metric_key", "version", "part", "position", "property", "operator", "value"];

    /// <summary>Columns of metric_contracts that are written.</summary>
    public static readonly string[] ContractColumns = ["metric_key", "version", "min_value", "max_value", "max_null_rate", "freshness_hours"];

    /// <summary>The row of metric_definitions.</summary>
    public static object?[] Definition(MetricDefinition metric) =>
    [
        metric.Key, metric.Version, metric.OwnerTeam, metric.Tier, metric.ParentMetric, RawNames.Of(metric.Type), metric.EventName,
        metric.ValueField, FilterText.Of(metric.Filters), NameOf(metric.NumeratorAggregation), metric.Denominator?.EventName,
        metric.Denominator?.ValueField, NameOf(metric.Denominator?.Aggregation), FilterText.Of(metric.Denominator?.Filters ?? []),
        metric.Quantile, metric.ThresholdCount,
        metric.Type is MetricType.Retention ? MetricDefinition.RetentionWindowHours : metric.AttributionWindowHours,
        metric.WindowDelayHours, RawNames.Of(metric.Anchor), RawNames.Of(metric.Direction), metric.CapPercentile, metric.CapValue,
        RawNames.Of(metric.MissingRule), metric.MinimumEffect, metric.NonInferiorityMargin,
    ];

    /// <summary>The rows of metric_filters, one a condition.</summary>
    public static IEnumerable<object?[]> Filters(MetricDefinition metric) =>
        [.. Filters(metric, "numerator", metric.Filters), .. Filters(metric, "denominator", metric.Denominator?.Filters ?? [])];

    /// <summary>The row of metric_contracts, if the metric promises anything.</summary>
    public static IEnumerable<object?[]> Contract(MetricDefinition metric) => metric.Contract is { } contract
        ? [[metric.Key, metric.Version, contract.MinValue, contract.MaxValue, contract.MaxNullRate, contract.FreshnessHours]]
        : [];

    private static IEnumerable<object?[]> Filters(MetricDefinition metric, string part, IEnumerable<MetricFilter> filters) =>
        filters.Select((filter, position) => new object?[]
        {
            metric.Key, metric.Version, part, position, filter.Property, filter.OperatorName, filter.StoredValue,
        });

    private static string? NameOf(MetricAggregation? aggregation) => aggregation is { } named ? RawNames.Of(named) : null;
}
