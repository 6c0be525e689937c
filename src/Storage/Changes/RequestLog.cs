using Google.Protobuf;
using GrpcExp.Storage.Errors;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Changes;

/// <summary>Remembers what request ids were answered with, in the transaction of the change itself.</summary>
internal sealed class RequestLog(ControlDbContext context, string environment, DateTime now, TimeSpan retention)
{
    private bool _expired;

    /// <summary>The answer given before to the same request; null when this one is new.</summary>
    public async Task<byte[]?> FindAnswerAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        if (intent.RequestId.Length == 0)
        {
            return null;
        }

        var row = await context.Requests
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Environment == environment && row.RequestId == intent.RequestId, cancellationToken)
            .ConfigureAwait(false);
        if (row is null)
        {
            return null;
        }

        if (row.CreatedAt < now - retention)
        {
            _expired = true;
            return null;
        }

        return row.RequestHash == intent.Fingerprint()
            ? row.Response
            : throw new StorageException(
                StorageError.RequestIdReused,
                $"The request_id '{intent.RequestId}' was used before, for another request or by somebody else. Use a new request_id for each change.");
    }

    /// <summary>Stages the answer.</summary>
    public void Remember(WriteIntent intent, IMessage response)
    {
        if (intent.RequestId.Length == 0)
        {
            return;
        }

        var row = new RequestRow
        {
            Environment = environment,
            RequestId = intent.RequestId,
            Method = intent.Method,
            RequestHash = intent.Fingerprint(),
            Response = response.ToByteArray(),
            CreatedAt = now,
        };
        if (_expired)
        {
            context.Update(row);
        }
        else
        {
            context.Add(row);
        }
    }
}
