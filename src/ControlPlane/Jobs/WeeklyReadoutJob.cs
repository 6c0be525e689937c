using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.ControlPlane.Readouts.Weekly;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Scorecards;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Writes down what the week brought.</summary>
internal sealed class WeeklyReadoutJob(
    ControlStore store, WarehouseBuilds builds, WeekReader week, ScorecardDays days, AlertOutbox alerts, JobsModel model) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "weekly-readout",
        "Writes the week's readout as Markdown and HTML",
        "0 0 7 ? * MON",
        CatchesUp: true,
        TimeSpan.FromDays(8),
        """
        Builds the warehouse, and writes ENVIRONMENT-DAY.md and .html to the folder of readouts: what started in the seven days before the day that was
        due, what runs with its verdict now and a week before, what was concluded with its decision, and what the data-quality checks found. Its
        summary goes out as an alert. A second run writes the same files again. On a server without a folder (--readouts) it only sends the summary.
        """);

    public JobDefinition Definition => Entry;

    public async Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken)
    {
        var built = await WarehouseBuildJob.BuildAsync(builds, cancellationToken).ConfigureAwait(false);
        var to = DateOnly.FromDateTime(call.ScheduledAt);
        var readout = WeeklyReadout.Of(
            store.Environment,
            to,
            await week.ListExperimentsAsync(cancellationToken).ConfigureAwait(false),
            await week.ListFindingsAsync(cancellationToken).ConfigureAwait(false),
            await days.ListAsync(to.AddDays(-7), cancellationToken).ConfigureAwait(false));
        var files = model.Readouts is { } folder
            ? await new ReadoutFiles(folder).WriteAsync(readout, cancellationToken).ConfigureAwait(false)
            : [];
        await alerts.RaiseAsync(
            new Alert(
                string.Create(CultureInfo.InvariantCulture, $"weekly-readout:{to:yyyy-MM-dd}"),
                AlertSeverity.Info,
                string.Create(CultureInfo.InvariantCulture, $"The week to {to:yyyy-MM-dd}"),
                $"{readout.Summary()}."),
            cancellationToken).ConfigureAwait(false);
        var message = files.Count == 0 ? $"{readout.Summary()}; no folder was given, so there are no files" : $"{readout.Summary()}; written to {string.Join(" and ", files)}";
        return built.Outcome == JobRunState.Failed ? JobResult.Failed($"{message}; {built.Message}") : JobResult.Done(message);
    }
}
