using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Everything an analysis needs. The same input gives the same bytes.</summary>
public sealed record ExperimentInput
{
    /// <summary>The experiment's name.</summary>
    public required string Key { get; init; }

    /// <summary>Whose outcomes count; must be given.</summary>
    public required AnalysisMode Mode { get; init; }

    /// <summary>Key of the control variant.</summary>
    public required string Control { get; init; }

    /// <summary>All variants, control included, in the order to report.</summary>
    public required IReadOnlyList<VariantInput> Variants { get; init; }

    /// <summary>All metrics, in the order to report.</summary>
    public required IReadOnlyList<MetricInput> Metrics { get; init; }

    /// <summary>What the data-quality checks found, in the order to report.</summary>
    public IReadOnlyList<QualityFinding> Quality { get; init; } = [];

    /// <summary>Two-sided error rate of tests and intervals, in (0, 1), default 0.05. Guardrails use it one-sided.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Power that "units still needed" is planned for, in (0, 1), default 0.8.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>Units over all variants that the experiment was planned to reach, or null when there was no plan.</summary>
    public long? PlannedUnits { get; init; }

    /// <summary>The test that decides, default Welch's.</summary>
    public TestPlan Test { get; init; } = new();

    /// <summary>What is shown beside it, default nothing.</summary>
    public SecondReadings Readings { get; init; } = new();

    /// <summary>How p-values are corrected for being many, default Holm.</summary>
    public Correction Correction { get; init; } = Correction.Holm;

    /// <summary>Identifies the data the numbers came from, e.g. a warehouse build or a file's hash; carried to the scorecard.</summary>
    public string? DataRevision { get; init; }
}
