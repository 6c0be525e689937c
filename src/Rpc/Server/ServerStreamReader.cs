using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>The requests of a streaming call.</summary>
internal sealed class ServerStreamReader<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
        {
            _current = await call.ReadAsync(marshaller, call.CancellationToken).ConfigureAwait(false);
        }
        else
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken);
            _current = await call.ReadAsync(marshaller, both.Token).ConfigureAwait(false);
        }

        return _current is not null;
    }
}
