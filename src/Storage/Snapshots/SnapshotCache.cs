using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Snapshots;

/// <summary>
/// Remembers the parts of the newest committed snapshot. Used under the lock on the environment's row: when another
/// process has committed in between, the revision differs and the parts are read again.
/// </summary>
internal sealed class SnapshotCache
{
    private string _epoch = "";
    private long _revision = -1;
    private SnapshotParts _parts = SnapshotParts.Empty;

    public async Task<SnapshotParts> AtAsync(EnvironmentRow head, ControlDbContext context, CancellationToken cancellationToken)
    {
        if (head.Revision != _revision || head.Epoch != _epoch)
        {
            _parts = await ReadAsync(head, context, cancellationToken).ConfigureAwait(false);
            (_epoch, _revision) = (head.Epoch, head.Revision);
        }

        return _parts;
    }

    /// <summary>Called after a commit, still in commit order.</summary>
    public void Set(string epoch, long revision, SnapshotParts parts) => (_epoch, _revision, _parts) = (epoch, revision, parts);

    private static async Task<SnapshotParts> ReadAsync(EnvironmentRow head, ControlDbContext context, CancellationToken cancellationToken)
    {
        var environment = head.Name;
        var holdout = Holdout.Parser.ParseFrom(head.Holdout);
        var flags = await PartsOf(context.Flags).ConfigureAwait(false);
        var segments = await PartsOf(context.Segments).ConfigureAwait(false);
        var layers = await PartsOf(context.Layers).ConfigureAwait(false);
        var running = await context.Experiments
            .AsNoTracking()
            .Where(row => row.Environment == environment && row.State == (int)ExperimentState.Running)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return new SnapshotParts(
            SnapshotParts.Empty.Flags.AddRange(flags),
            SnapshotParts.Empty.Segments.AddRange(segments),
            SnapshotParts.Empty.Layers.AddRange(layers),
            SnapshotParts.Empty.Experiments.AddRange(
                running.Select(row => SnapshotParts.Part(row.Key, RunningExperiments.Of(Experiment.Parser.ParseFrom(row.Body))))),
            SnapshotParts.PartsOf(holdout.Ranges));

        async Task<List<KeyValuePair<string, Google.Protobuf.ByteString>>> PartsOf<TRow>(IQueryable<TRow> rows)
            where TRow : ResourceRow
        {
            var found = await rows
                .AsNoTracking()
                .Where(row => row.Environment == environment)
                .Select(row => new { row.Key, row.Body })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return found.ConvertAll(row => SnapshotParts.Part(row.Key, row.Body));
        }
    }
}
