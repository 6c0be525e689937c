using System.Globalization;
using GrpcExp.Storage.Alerts;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Tells of events and metrics that are not as usual, and of a pipeline that is late.</summary>
internal sealed class AnomalyAlertJob(MonitoringReader monitoring, AlertOutbox alerts) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "anomaly-alerts",
        "Alerts on unusual events, shifted metrics and a late pipeline",
        "0 40 * * * ?",
        CatchesUp: true,
        TimeSpan.FromHours(2),
        """
        Reads mart_anomalies and mart_metric_drift for the two newest days that have events, and mart_pipeline_health, all as the last published
        build left them. What is of severity error makes an alert, once for kind, subject and day; a late or failed pipeline once for its UTC day.
        What is of severity warn only shows in the message of the run. It changes nothing else, and a second run raises nothing twice.
        """);

    private const int Days = 2;

    public JobDefinition Definition => Entry;

    public async Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken)
    {
        var anomalies = await monitoring.ListAnomaliesAsync(Days, cancellationToken).ConfigureAwait(false);
        var raised = 0;
        foreach (var anomaly in anomalies.Where(anomaly => anomaly.IsError))
        {
            raised += await alerts.RaiseAsync(Of(anomaly), cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        var late = await monitoring.ListLateAsync(cancellationToken).ConfigureAwait(false);
        if (late.Count > 0)
        {
            raised += await alerts.RaiseAsync(Of(late, call.ScheduledAt), cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        var errors = anomalies.Count(anomaly => anomaly.IsError);
        return JobResult.Done(string.Create(
            CultureInfo.InvariantCulture,
            $"{errors} errors and {anomalies.Count - errors} warnings on the newest {Days} days, {late.Count} late or failed tables; {raised} new alerts"));
    }

    private static Alert Of(Anomaly anomaly) => new(
        $"anomaly:{anomaly.Kind}:{anomaly.Subject}:{anomaly.Day}",
        AlertSeverity.Error,
        $"{anomaly.Subject}: {anomaly.Kind.Replace('_', ' ')} is not as usual",
        string.Create(CultureInfo.InvariantCulture, $"On {anomaly.Day} it was {anomaly.Observed:0.####}, where {anomaly.Expected:0.####} was expected: {anomaly.Detail}."));

    private static Alert Of(IReadOnlyList<LateComponent> late, DateTime due) => new(
        string.Create(CultureInfo.InvariantCulture, $"pipeline:{due:yyyy-MM-dd}"),
        AlertSeverity.Warning,
        "The warehouse is late",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{late.Count} tables are late or failed, for example {string.Join(", ", late.Take(5).Select(component => $"{component.Name} ({component.Status}, {component.BehindHours:0} h behind)"))}."));
}
