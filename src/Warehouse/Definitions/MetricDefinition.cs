namespace GrpcExp.Warehouse.Definitions;

/// <summary>One version of a metric: metrics are data, no SQL is written for them.</summary>
public sealed record MetricDefinition
{
    /// <summary>The value field, and the property of a condition, that mean the event's own value.</summary>
    public const string EventValue = "value";

    /// <summary>Length of a retention's window, in hours.</summary>
    public const int RetentionWindowHours = 24;

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

    /// <summary>Name of the events counted; a ratio's numerator. For sessions: the event that a session must contain, or empty for every session.</summary>
    public required string EventName { get; init; }

    /// <summary>Where an event's number is: <c>value</c> (default) or the name of a numeric property.</summary>
    public string ValueField { get; init; } = EventValue;

    /// <summary>Conditions that an event must all meet, a ratio's numerator only; default none.</summary>
    public IReadOnlyList<MetricFilter> Filters { get; init; } = [];

    /// <summary>How a ratio's numerator adds up a unit's events; null for other types.</summary>
    public MetricAggregation? NumeratorAggregation { get; init; }

    /// <summary>What a ratio divides by; null for other types.</summary>
    public RatioDenominator? Denominator { get; init; }

    /// <summary>Quantile over units, 0..1 exclusive; null for other types.</summary>
    public double? Quantile { get; init; }

    /// <summary>Events that activate a unit, at least 1; null for other types.</summary>
    public int? ThresholdCount { get; init; }

    /// <summary>Hours in which events count, from the anchor and the delay; null for no end. A retention's are always 24.</summary>
    public int? AttributionWindowHours { get; init; }

    /// <summary>Hours after the anchor at which the window begins: 24 a day of a retention; 0 (default) for other types.</summary>
    public int WindowDelayHours { get; init; }

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

    /// <summary>What its owner promises of its events; null for nothing.</summary>
    public MetricContract? Contract { get; init; }

    /// <summary>True when a unit's value is 0 or 1.</summary>
    internal bool IsZeroOrOne => Type is MetricType.Conversion or MetricType.Retention or MetricType.Activation;

    /// <summary>True when events' values are read.</summary>
    internal bool ReadsValues =>
        Type is MetricType.Mean or MetricType.Sum or MetricType.Quantile || (Type is MetricType.Ratio && NumeratorAggregation is MetricAggregation.Sum);
}
