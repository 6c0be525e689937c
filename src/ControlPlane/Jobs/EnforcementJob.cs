using System.Globalization;
using GrpcExp.Analysis.Scorecards;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Enforcement;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Errors;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Stops what harms or has run too long, and tells of what people have to look at.</summary>
internal sealed class EnforcementJob(
    ControlStore store, VerdictReader verdicts, ExperimentMoves moves, AlertOutbox alerts, JobsModel model, TimeProvider time) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "enforcement",
        "Stops experiments that violate a guardrail or have run too long; alerts on sample ratio mismatch and stale drafts",
        "0 20 * * * ?",
        CatchesUp: true,
        TimeSpan.FromHours(2),
        """
        Reads all experiments, and of those that run the scorecard of the last published build. One that is RED with a violated guardrail is
        concluded as ROLLED_BACK, one that has run for the longest time allowed (90 days unless the server was told otherwise) as INCONCLUSIVE: by
        the lifecycle, as actor system, with the reason in the audit log. From that commit on the flag's own rules answer, everywhere. An alert
        commits with it. A sample ratio mismatch stops nothing, but alerts, once a start; so does a draft that nobody touched for 30 days. A second
        run finds the experiment concluded, and a second attempt repeats its request id.
        """);

    public JobDefinition Definition => Entry;

    public async Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var experiments = await store.ReadAsync(
            (session, token) => session.ListExperimentsAsync(new ResourceQuery("", "", int.MaxValue), ExperimentState.Unspecified, token), cancellationToken).ConfigureAwait(false);
        var running = experiments.Where(experiment => experiment.State == ExperimentState.Running).ToList();
        var scorecards = (await verdicts.ListAsync([.. running.Select(experiment => experiment.Key)], cancellationToken).ConfigureAwait(false))
            .ToDictionary(stored => stored.ExperimentKey, stored => stored.Scorecard, StringComparer.Ordinal);
        var (stopped, failed) = (new List<string>(), new List<string>());
        foreach (var experiment in running)
        {
            var scorecard = scorecards.GetValueOrDefault(experiment.Key);
            await AlertOnMismatchAsync(experiment, scorecard, cancellationToken).ConfigureAwait(false);
            if (EnforcementRules.Judge(experiment, scorecard, now, model.LongestExperiment) is { } reason)
            {
                try
                {
                    await StopAsync(call, experiment, reason, cancellationToken).ConfigureAwait(false);
                    stopped.Add($"{experiment.Key} ({reason.Kind})");
                }
                catch (Exception exception) when (exception is ControlException or StorageException { Error: StorageError.StaleEtag })
                {
                    // Somebody was faster. If it still runs, the next run judges it anew.
                    failed.Add($"{experiment.Key}: {exception.Message}");
                }
            }
        }

        foreach (var draft in experiments.Where(experiment => experiment.State == ExperimentState.Draft && now - experiment.UpdateTime.ToDateTime() >= Limits.StaleDraft))
        {
            await alerts.RaiseAsync(OfStale(draft, now), cancellationToken).ConfigureAwait(false);
        }

        var message = $"{running.Count} running experiments judged, {stopped.Count} stopped{Listed(stopped)}";
        return failed.Count == 0 ? JobResult.Done(message) : JobResult.Failed($"{message}; not stopped{Listed(failed)}");
    }

    private static string Listed(List<string> items) => items.Count == 0 ? "" : $": {string.Join(", ", items)}";

    private async Task StopAsync(JobCall call, Experiment experiment, StopReason reason, CancellationToken cancellationToken)
    {
        var request = new ConcludeExperimentRequest
        {
            Key = experiment.Key,
            Decision = reason.Kind == StopReason.Guardrail ? Decision.RolledBack : Decision.Inconclusive,
            Reason = Violations.Shown($"enforcement: {reason.Sentence}", Limits.ReasonLength - 1),
            RequestId = call.RequestId(experiment.Key),
            Etag = experiment.Etag,
        };
        var alert = new Alert(
            $"stopped:{experiment.Key}:{experiment.StartTime.ToDateTime():O}",
            AlertSeverity.Error,
            $"Experiment {experiment.Key} was stopped",
            $"{reason.Sentence} Its flag {experiment.FlagKey} answers by its own rules again. Owner: {experiment.Owner}.");
        await moves.ConcludeAsync(Actor.System, request, alert, cancellationToken).ConfigureAwait(false);
    }

    private async Task AlertOnMismatchAsync(Experiment experiment, Analysis.Scorecards.Scorecard? scorecard, CancellationToken cancellationToken)
    {
        if (scorecard?.Checks.FirstOrDefault(check => check is { Name: "sample_ratio", Status: CheckStatus.Failed }) is { } mismatch)
        {
            await alerts.RaiseAsync(
                new Alert(
                    $"sample-ratio:{experiment.Key}:{experiment.StartTime.ToDateTime():O}",
                    AlertSeverity.Error,
                    $"Experiment {experiment.Key} has a sample ratio mismatch",
                    $"{mismatch.Reason} Owner: {experiment.Owner}."),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static Alert OfStale(Experiment draft, DateTime now) => new(
        $"stale-draft:{draft.Key}:{draft.Etag}",
        AlertSeverity.Info,
        $"Draft {draft.Key} lies still",
        string.Create(
            CultureInfo.InvariantCulture,
            $"Nobody has changed it for {(now - draft.UpdateTime.ToDateTime()).TotalDays:0} days: submit it or archive it. Owner: {draft.Owner}."));
}
