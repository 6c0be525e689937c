using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Audit;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Changes;

public partial class ReadSession
{
    /// <summary>A page of the audit log, in order.</summary>
    public async Task<IReadOnlyList<AuditEvent>> ListAuditEventsAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var rows = Context.AuditEvents.AsNoTracking().Where(row => row.Environment == Environment && row.Sequence > query.AfterSequence);
        if (query.Resource.Length > 0)
        {
            rows = rows.Where(row => row.Resource == query.Resource);
        }

        if (query.Actor.Length > 0)
        {
            rows = rows.Where(row => row.Actor == query.Actor);
        }

        if (query.Action.Length > 0)
        {
            rows = rows.Where(row => row.Action == query.Action);
        }

        if (query.From is { } from)
        {
            rows = rows.Where(row => row.OccurredAt >= from);
        }

        if (query.To is { } to)
        {
            rows = rows.Where(row => row.OccurredAt < to);
        }

        var found = await rows.OrderBy(row => row.Sequence).Take(query.Take).ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.ConvertAll(AuditEvents.Of);
    }

    /// <summary>Recomputes the audit chain from its first event; costs one pass over the log.</summary>
    public async Task<AuditVerification> VerifyAuditAsync(CancellationToken cancellationToken)
    {
        var verifier = new AuditVerifier(Head);
        var rows = Context.AuditEvents.AsNoTracking().Where(row => row.Environment == Environment).OrderBy(row => row.Sequence);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (verifier.Take(row) is { } fault)
            {
                return fault;
            }
        }

        return verifier.End();
    }
}
