using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Storage.Scorecards;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Keeps what the scorecards say day by day.</summary>
internal sealed class ScorecardJob(WarehouseBuilds builds, ScorecardReader reader, ScorecardDays days) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "scorecards",
        "Builds the warehouse and keeps the day's verdict of every experiment",
        "0 30 5 * * ?",
        CatchesUp: true,
        TimeSpan.FromDays(1),
        """
        Builds as warehouse-build does, then keeps verdict, recommendation and units of every analysed experiment under the day that was due; the
        weekly readout compares with them. A second run replaces the verdicts of its day. When the build is not published, the day is kept as the last
        published build has it, and the run has failed.
        """);

    public JobDefinition Definition => Entry;

    public async Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken)
    {
        var built = await WarehouseBuildJob.BuildAsync(builds, cancellationToken).ConfigureAwait(false);
        var scorecards = (await reader.ListAsync(cancellationToken).ConfigureAwait(false))
            .Where(summary => summary.Verdict is not null)
            .Select(summary => new ScorecardDay(summary.ExperimentKey, summary.Verdict!, summary.Recommendation!, summary.Units))
            .ToList();
        await days.KeepAsync(DateOnly.FromDateTime(call.ScheduledAt), scorecards, cancellationToken).ConfigureAwait(false);
        var colours = string.Join(", ", scorecards.CountBy(scorecard => scorecard.Verdict).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"));
        return built with { Message = $"{scorecards.Count} scorecards kept{(colours.Length == 0 ? "" : $" ({colours})")}; {built.Message}" };
    }
}
