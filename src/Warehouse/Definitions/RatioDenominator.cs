namespace GrpcExp.Warehouse.Definitions;

/// <summary>What a ratio divides by; its window and anchor are the metric's.</summary>
public sealed record RatioDenominator
{
    /// <summary>Name of the events counted.</summary>
    public required string EventName { get; init; }

    /// <summary>How the unit's events are added up.</summary>
    public required MetricAggregation Aggregation { get; init; }

    /// <summary>Where an event's number is: <c>value</c> (default) or the name of a numeric property; unused by a count.</summary>
    public string ValueField { get; init; } = MetricDefinition.EventValue;

    /// <summary>Conditions that an event must all meet; default none.</summary>
    public IReadOnlyList<MetricFilter> Filters { get; init; } = [];
}
