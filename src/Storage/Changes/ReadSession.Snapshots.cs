using System.Security.Cryptography;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Changes;

public partial class ReadSession
{
    /// <summary>Compares the stored snapshot with what the tables give, as of one committed state.</summary>
    internal async Task<SnapshotAudit> AuditSnapshotAsync(CancellationToken cancellationToken)
    {
        var row = await Context.Snapshots.AsNoTracking().SingleAsync(row => row.Environment == Environment, cancellationToken).ConfigureAwait(false);
        var parts = await new SnapshotCache().AtAsync(Head, Context, cancellationToken).ConfigureAwait(false);
        var body = SHA256.HashData(row.Body);

        // Stored bytes that are no snapshot have no time either; the comparison then fails by the bytes.
        var committedAt = body.AsSpan().SequenceEqual(row.Sha256) ? Snapshot.Parser.ParseFrom(row.Body).CommitTime.ToDateTime() : DateTime.UnixEpoch;
        var compiled = SnapshotCompiler.Compile(Environment, row.Epoch, row.Revision, committedAt, parts);
        return new SnapshotAudit(row.Revision, Convert.ToHexStringLower(row.Sha256), Convert.ToHexStringLower(body), Convert.ToHexStringLower(compiled.Sha256.Span));
    }
}
