namespace GrpcExp.Cli.Seeds;

/// <summary>A row of metric_definitions.csv; the words are those of the control plane's metric registry.</summary>
internal sealed record SeedMetric
{
    public required string Key { get; init; }

    public required string Description { get; init; }

    public required string OwnerTeam { get; init; }

    /// <summary>north_star, driver, guardrail or diagnostic.</summary>
    public required string Tier { get; init; }

    /// <summary>Metric that it drives; empty at the top.</summary>
    public string ParentMetric { get; init; } = "";

    /// <summary>mean, conversion, count or sum.</summary>
    public required string Type { get; init; }

    public required string EventName { get; init; }

    /// <summary>increase or decrease.</summary>
    public required string Direction { get; init; }

    /// <summary>Hours after the assignment in which events count.</summary>
    public int AttributionWindowHours { get; init; } = 168;

    /// <summary>Percentile at which values are capped; 0 for none.</summary>
    public double CapPercentile { get; init; }

    /// <summary>zero or exclude.</summary>
    public string MissingValueRule { get; init; } = "zero";

    /// <summary>Smallest relative effect that matters; 0 when not stated.</summary>
    public double MinimumEffect { get; init; }
}
