namespace GrpcExp.Warehouse.Definitions;

/// <summary>One version of a metric: metrics are data, no SQL is written for them.</summary>
public sealed record MetricDefinition
{
    /// <summary>Unique key.</summary>
    public required string Key { get; init; }

    /// <summary>Version, from 1 upwards; default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Team that owns the definition; default empty.</summary>
    public string OwnerTeam { get; init; } = "";

    /// <summary>north_star, driver, guardrail or diagnostic; default diagnostic.</summary>
    public string Tier { get; init; } = "diagnostic";

    /// <summary>Key of the metric it drives; null for a root.</summary>
    public string? ParentMetric { get; init; }

    /// <summary>How events become a unit's value.</summary>
    public required MetricType Type { get; init; }

    /// <summary>Name of the events counted.</summary>
    public required string EventName { get; init; }

    /// <summary>Where an event's number is: <c>value</c> (default) or the name of a numeric property.</summary>
    public string ValueField { get; init; } = "value";

    /// <summary>Hours after the anchor in which events count; null for no end.</summary>
    public int? AttributionWindowHours { get; init; }

    /// <summary>What the window is counted from; default assignment.</summary>
    public AttributionAnchor Anchor { get; init; } = AttributionAnchor.Assignment;

    /// <summary>Which way is good; default increase.</summary>
    public MetricDirection Direction { get; init; } = MetricDirection.Increase;

    /// <summary>Percentile, 0..100 exclusive, at which unit values are capped over all variants; null for none.</summary>
    public double? CapPercentile { get; init; }

    /// <summary>Absolute cap of a unit's value; null for none.</summary>
    public double? CapValue { get; init; }

    /// <summary>What a unit without events is worth; default zero.</summary>
    public MissingRule MissingRule { get; init; } = MissingRule.Zero;

    /// <summary>Smallest relative effect that matters, for example 0.01; null when not stated.</summary>
    public double? MinimumEffect { get; init; }

    /// <summary>Relative loss a guardrail tolerates, for example 0.01; null for none.</summary>
    public double? NonInferiorityMargin { get; init; }
}
