using GrpcExp.Cli.Readouts;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Experiments;

/// <summary>An experiment and its analysis.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Analysis">What the last build says; null when it says nothing.</param>
internal sealed record PortfolioRow(Experiment Experiment, ExperimentAnalysis? Analysis)
{
    /// <summary>GREEN, YELLOW or RED; empty without an analysis.</summary>
    public string Verdict => Analysis is null ? "" : ServerReadout.Verdict(Analysis.Scorecard);

    /// <summary>The first treatment on the primary metric; null without an analysis, or when it has no interval.</summary>
    public Estimate? Lift => Analysis?.Metrics.FirstOrDefault(metric => metric.Role == "primary")?.Comparisons.FirstOrDefault()?.Relative is { HasEstimate_: true, HasCiLow: true, HasCiHigh: true } lift
        ? lift
        : null;

    /// <summary>Findings about the data that are no more than noted do not count.</summary>
    public int QualityFindings => Analysis?.DataQuality.Count(found => found.Severity != "ok") ?? 0;

    /// <summary>Whole days from the start to the end, or to now; null before the start.</summary>
    public int? Days(DateTimeOffset now) => Experiment.StartTime is null
        ? null
        : (int)((Experiment.EndTime?.ToDateTimeOffset() ?? now) - Experiment.StartTime.ToDateTimeOffset()).TotalDays;
}
