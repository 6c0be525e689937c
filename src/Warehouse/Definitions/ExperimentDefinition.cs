namespace GrpcExp.Warehouse.Definitions;

/// <summary>An experiment as the control plane exports it before a build.</summary>
public sealed record ExperimentDefinition
{
    /// <summary>Unique key.</summary>
    public required string Key { get; init; }

    /// <summary>Flag the experiment runs on.</summary>
    public required string FlagKey { get; init; }

    /// <summary>Lifecycle state, upper case: DRAFT, REVIEW, APPROVED, RUNNING, CONCLUDED or ARCHIVED.</summary>
    public required string State { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>What it is meant to show; default empty.</summary>
    public string Hypothesis { get; init; } = "";

    /// <summary>Key of the control variant; one of <see cref="Variants"/>.</summary>
    public required string ControlVariant { get; init; }

    /// <summary>All variants including control, at least two.</summary>
    public required IReadOnlyList<VariantDefinition> Variants { get; init; }

    /// <summary>Key of the metric that decides.</summary>
    public required string PrimaryMetric { get; init; }

    /// <summary>Metrics that must not get worse; default none.</summary>
    public IReadOnlyList<string> GuardrailMetrics { get; init; } = [];

    /// <summary>Metrics reported for information; default none.</summary>
    public IReadOnlyList<string> SecondaryMetrics { get; init; } = [];

    /// <summary>Version of each metric the experiment is pinned to; a metric not listed uses its newest version.</summary>
    public IReadOnlyDictionary<string, int> MetricVersions { get; init; } = new Dictionary<string, int>();

    /// <summary>Whom the decision counts.</summary>
    public required AnalysisMode AnalysisMode { get; init; }

    /// <summary>Two-sided error rate, 0..1 exclusive; default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Units the power plan asks for over all variants; null when there is no plan.</summary>
    public long? PlannedUnits { get; init; }

    /// <summary>UTC start; null when not started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>UTC end; null while running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Decision recorded when concluded; null when none.</summary>
    public string? Decision { get; init; }
}
