using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>How to read an experiment from a CSV file that is already summarised.</summary>
public sealed record CsvSummaryConfig
{
    /// <summary>The variant that the others are compared with; null for the one that is called control.</summary>
    public string? Control { get; init; }

    /// <summary>
    /// The metrics to analyse, the first one decides; none for all of the file. A file without a metric column takes its metric's name from here.
    /// </summary>
    public IReadOnlyList<CsvMetricConfig> Metrics { get; init; } = [];

    /// <summary>Designed share of every variant in any unit; null for equal shares.</summary>
    public IReadOnlyDictionary<string, double>? Split { get; init; }

    /// <summary>Two-sided error rate, default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The test that decides, default Welch's.</summary>
    public TestPlan Test { get; init; } = new();

    /// <summary>What is shown beside it, default nothing.</summary>
    public SecondReadings Readings { get; init; } = new();

    /// <summary>How p-values are corrected for being many, default Holm.</summary>
    public Correction Correction { get; init; } = Correction.Holm;
}
