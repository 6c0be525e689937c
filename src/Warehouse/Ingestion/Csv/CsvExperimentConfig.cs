using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>How to read an experiment from a CSV file with one row per unit.</summary>
public sealed record CsvExperimentConfig
{
    /// <summary>Column of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Column of the variant the unit was assigned to.</summary>
    public required string Variant { get; init; }

    /// <summary>Value of that column that is the control.</summary>
    public required string Control { get; init; }

    /// <summary>Metrics, at least one.</summary>
    public required IReadOnlyList<CsvMetricConfig> Metrics { get; init; }

    /// <summary>Columns measured before the experiment, used to reduce the variance of every metric; default none.</summary>
    public IReadOnlyList<string> Covariates { get; init; } = [];

    /// <summary>Column known before the experiment by which the means are post-stratified; null for none.</summary>
    public string? Stratum { get; init; }

    /// <summary>Column whose values are analysed as segments; null for none.</summary>
    public string? Segment { get; init; }

    /// <summary>Designed share of every variant in any unit; null for equal shares of the variants seen.</summary>
    public IReadOnlyDictionary<string, double>? Split { get; init; }

    /// <summary>Percentile, 0..100 exclusive, at which the values of mean metrics are capped over all variants; null for none.</summary>
    public double? CapPercentile { get; init; }

    /// <summary>Value at which mean metrics are capped, in their unit; null for none. Not together with a percentile.</summary>
    public double? CapValue { get; init; }

    /// <summary>The test that decides, default Welch's.</summary>
    public TestPlan Test { get; init; } = new();

    /// <summary>What is shown beside it, default nothing.</summary>
    public SecondReadings Readings { get; init; } = new();

    /// <summary>How p-values are corrected for being many, default Holm.</summary>
    public Correction Correction { get; init; } = Correction.Holm;

    /// <summary>Two-sided error rate, default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Column of what the unit really saw; null when exposure is not known.</summary>
    public string? Exposure { get; init; }

    /// <summary>What a variant is called in the exposure column; a variant not listed is called by its own name.</summary>
    public IReadOnlyDictionary<string, string> ExposureMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Whom the analysis counts. Must be given with an exposure column; without one it is intention to treat.</summary>
    public AnalysisMode? Mode { get; init; }
}
