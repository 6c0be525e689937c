using System.Globalization;
using GrpcExp.ControlPlane.Distribution;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using StackExchange.Redis;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Makes sure that sidecars read what the tables say.</summary>
internal sealed class ReconciliationJob(ControlStore store, AlertOutbox alerts, JobsModel model) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "snapshot-reconciliation",
        "Compares the snapshot with the tables and with Redis, and sets a damaged one in Redis again",
        "0 0/5 * * * ?",
        CatchesUp: false,
        TimeSpan.FromMinutes(15),
        """
        Compiles the snapshot anew from flags, segments, layers and running experiments, and compares it byte for byte with the stored one. Then
        reads the one in Redis, when the server publishes there. Damaged bytes in Redis are replaced by the stored snapshot, with an alert; a
        stored snapshot that the tables do not give is only alerted on, because something else than the control plane has written to the
        database. It compares states, so a second run finds nothing to do.
        """);

    public JobDefinition Definition => Entry;

    public async Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken)
    {
        var audit = await store.AuditSnapshotAsync(cancellationToken).ConfigureAwait(false);
        if (!audit.IsIntact)
        {
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"Revision {audit.Revision} is stored as {audit.StoredSha256[..12]}, its bytes are {audit.BodySha256[..12]}, and the tables give {audit.CompiledSha256[..12]}. Check the audit chain, and who else writes to the database.");
            await alerts.RaiseAsync(
                new Alert($"snapshot:{audit.Revision}:{audit.StoredSha256[..12]}:{audit.CompiledSha256[..12]}", AlertSeverity.Error, "The stored snapshot is not what the tables say", text),
                cancellationToken).ConfigureAwait(false);
            return JobResult.Failed(text);
        }

        var intact = string.Create(CultureInfo.InvariantCulture, $"revision {audit.Revision} is what the tables say");
        return model.Redis is { } redis ? await CheckAsync(redis, intact, call, cancellationToken).ConfigureAwait(false) : JobResult.Done(intact);
    }

    private async Task<JobResult> CheckAsync(string redis, string intact, JobCall call, CancellationToken cancellationToken)
    {
        try
        {
            var newest = await store.ReadSnapshotAsync(cancellationToken).ConfigureAwait(false);
            if (await new RedisSnapshotCheck(redis, store.Environment).RepairAsync(newest).ConfigureAwait(false) is not { } problem)
            {
                return JobResult.Done($"{intact}, and so does Redis");
            }

            await alerts.RaiseAsync(
                new Alert(
                    string.Create(CultureInfo.InvariantCulture, $"redis-snapshot:{call.ScheduledAt:O}"),
                    AlertSeverity.Error,
                    "The snapshot in Redis was damaged",
                    $"Of the snapshot in Redis {redis}: {problem}. It was set again. Check who else writes there."),
                cancellationToken).ConfigureAwait(false);
            return JobResult.Done($"{intact}; of the one in Redis {problem}: it was set again");
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return JobResult.Failed($"{intact}; Redis {redis} is away: {exception.Message}");
        }
    }
}
