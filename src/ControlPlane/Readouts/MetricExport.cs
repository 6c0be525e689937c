using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Metrics;
using GrpcExp.Warehouse.Definitions;
using MetricAggregation = GrpcExp.Contracts.Control.V1.MetricAggregation;
using MetricContract = GrpcExp.Contracts.Control.V1.MetricContract;
using MetricDirection = GrpcExp.Contracts.Control.V1.MetricDirection;
using MetricType = GrpcExp.Contracts.Control.V1.MetricType;
using RatioDenominator = GrpcExp.Contracts.Control.V1.RatioDenominator;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>A metric of the contract as the warehouse's definition. What its type does not read is left out.</summary>
internal static class MetricExport
{
    /// <summary>Window of a metric that names none, in hours: 14 days.</summary>
    private const int DefaultWindowHours = 336;

    private const int HoursOfDay = 24;

    /// <exception cref="InvalidOperationException">The metric has no type, which no stored metric lacks.</exception>
    public static MetricDefinition Of(Metric metric) => new()
    {
        Key = metric.Key,
        Version = metric.Version,
        OwnerTeam = metric.OwnerTeam,
        Tier = metric.Tier switch
        {
            MetricTier.NorthStar => "north_star",
            MetricTier.Driver => "driver",
            MetricTier.Guardrail => "guardrail",
            _ => "diagnostic",
        },
        ParentMetric = metric.ParentMetric.Length == 0 ? null : metric.ParentMetric,
        Type = TypeOf(metric),
        EventName = metric.EventName,
        ValueField = MetricMeaning.ReadsValues(metric) ? FieldOf(metric.ValueField) : MetricDefinition.EventValue,
        Filters = [.. metric.Filters.Select(MetricFilters.Of)],
        NumeratorAggregation = metric.Type == MetricType.Ratio ? Of(metric.NumeratorAggregation) : null,
        Denominator = metric.Type == MetricType.Ratio ? Of(metric.Denominator) : null,
        Quantile = metric.Type == MetricType.Quantile ? metric.Quantile : null,
        ThresholdCount = metric.Type == MetricType.Activation ? metric.ThresholdCount : null,
        AttributionWindowHours = metric switch
        {
            { Type: MetricType.Retention } => MetricDefinition.RetentionWindowHours,
            { AttributionWindowHours: 0 } => DefaultWindowHours,
            _ => metric.AttributionWindowHours,
        },
        WindowDelayHours = metric.Type == MetricType.Retention ? metric.RetentionDay * HoursOfDay : 0,
        Anchor = metric.AttributionStart == AttributionStart.Exposure ? AttributionAnchor.Exposure : AttributionAnchor.Assignment,
        Direction = metric.Direction == MetricDirection.Decrease ? Warehouse.Definitions.MetricDirection.Decrease : Warehouse.Definitions.MetricDirection.Increase,
        CapPercentile = NullIfZero(metric.CapPercentile),
        CapValue = NullIfZero(metric.CapValue),
        MissingRule = metric.MissingValueRule == MissingValueRule.Exclude ? MissingRule.Exclude : MissingRule.Zero,
        MinimumEffect = NullIfZero(metric.MinimumEffect),
        NonInferiorityMargin = NullIfZero(metric.NonInferiorityMargin),
        Contract = metric.Contract is { } contract ? Of(contract) : null,
    };

    private static Warehouse.Definitions.MetricContract Of(MetricContract contract) => new(
        contract.HasMinValue ? contract.MinValue : null,
        contract.HasMaxValue ? contract.MaxValue : null,
        contract.HasMaxNullRate ? contract.MaxNullRate : null,
        contract.FreshnessHours == 0 ? null : contract.FreshnessHours);

    private static Warehouse.Definitions.MetricType TypeOf(Metric metric) => metric.Type switch
    {
        MetricType.Mean => Warehouse.Definitions.MetricType.Mean,
        MetricType.Conversion => Warehouse.Definitions.MetricType.Conversion,
        MetricType.Count => Warehouse.Definitions.MetricType.Count,
        MetricType.Sum => Warehouse.Definitions.MetricType.Sum,
        MetricType.Ratio => Warehouse.Definitions.MetricType.Ratio,
        MetricType.Quantile => Warehouse.Definitions.MetricType.Quantile,
        MetricType.Retention => Warehouse.Definitions.MetricType.Retention,
        MetricType.Activation => Warehouse.Definitions.MetricType.Activation,
        MetricType.Sessions => Warehouse.Definitions.MetricType.Sessions,
        _ => throw new InvalidOperationException($"metrics/{metric.Key} version {metric.Version} has no type."),
    };

    private static Warehouse.Definitions.RatioDenominator Of(RatioDenominator denominator) => new()
    {
        EventName = denominator.EventName,
        Aggregation = Of(denominator.Aggregation),
        ValueField = denominator.Aggregation == MetricAggregation.Sum ? FieldOf(denominator.ValueField) : MetricDefinition.EventValue,
        Filters = [.. denominator.Filters.Select(MetricFilters.Of)],
    };

    private static Warehouse.Definitions.MetricAggregation Of(MetricAggregation aggregation) =>
        aggregation == MetricAggregation.Sum ? Warehouse.Definitions.MetricAggregation.Sum : Warehouse.Definitions.MetricAggregation.Count;

    private static string FieldOf(string valueField) => valueField.Length > 0 ? valueField : MetricDefinition.EventValue;

    private static double? NullIfZero(double number) => number == 0 ? null : number;
}
