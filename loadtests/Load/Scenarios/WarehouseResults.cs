using GrpcExp.Analysis.Experiments;
using GrpcExp.Load.Populations;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Verdicts;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Load.Scenarios;

/// <summary>Holds the published results to the effects that were planted.</summary>
internal static class WarehouseResults
{
    private const double Confidence = 0.95;

    /// <summary>Judges how many intervals of the primary effect cover the truth, and how many A/A experiments show one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="population">What was ingested.</param>
    /// <param name="warehouse">Where the build is.</param>
    /// <param name="build">Name of the build.</param>
    /// <param name="days">Days that were ingested.</param>
    public static async Task JudgeAsync(LoadRun run, Population population, WarehouseDatabase warehouse, string build, int days)
    {
        run.Say($"warehouse: results of the {build}");
        var truth = PlantedTruth.Differences(population, days);
        var reader = new ScorecardReader(warehouse);
        var (analysed, covered, aa, alarms) = (0, 0, 0, 0);
        foreach (var experiment in population.Experiments)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            if (await reader.GetAsync(experiment.Key, run.Cancellation) is not { } card)
            {
                continue;
            }

            analysed++;
            var comparison = card.Analysis.Evidence.Metrics.Single(m => m.Metric.Role == MetricRole.Primary).Comparisons.Single().Comparison;
            var expected = truth[experiment.Index];
            covered += comparison.Absolute.Low.OrNull <= expected && expected <= comparison.Absolute.High.OrNull ? 1 : 0;
            if (experiment.Lift == 0)
            {
                aa++;
                alarms += comparison.PValue.OrNull < 1 - Confidence ? 1 : 0;
            }
        }

        run.Judge(new Verdict($"warehouse: {build}, experiments analysed", Demand.AtLeast, population.Experiments.Count, analysed, ""));
        var coverage = BinomialRange.Of(analysed, Confidence, Sla.ShareConfidence);
        run.Judge(
            new Verdict($"warehouse: {build}, intervals that cover the truth, at least", Demand.AtLeast, coverage.Least, covered, ""),
            new Verdict($"warehouse: {build}, intervals that cover the truth, at most", Demand.Below, coverage.Most + 1, covered, ""));
        var alarmRange = BinomialRange.Of(aa, 1 - Confidence, Sla.ShareConfidence);
        run.Judge(
            new Verdict($"warehouse: {build}, A/A experiments significant, at least", Demand.AtLeast, alarmRange.Least, alarms, ""),
            new Verdict($"warehouse: {build}, A/A experiments significant, at most", Demand.Below, alarmRange.Most + 1, alarms, ""));
        run.Note(
            $"warehouse: {build}, results",
            $"{covered} of {analysed} intervals of 95 % cover the planted truth ({Figures.Number(100.0 * covered / Math.Max(1, analysed))} %); "
            + $"{alarms} of {aa} A/A experiments have p < 0.05 ({Figures.Number(100.0 * alarms / Math.Max(1, aa))} %); the others have lifts of 5 to 20 % up or down");
    }
}
