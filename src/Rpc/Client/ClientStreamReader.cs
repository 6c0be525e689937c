using Grpc.Core;

namespace GrpcExp.Rpc.Client;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : TaskOwner, IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;
    private int _reading;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
        {
            return Task.FromException<bool>(new InvalidOperationException("A message is still being read; await each MoveNext before the next."));
        }

        Disown();
        return Own(MoveNextCore(cancellationToken));
    }

    private async Task<bool> MoveNextCore(CancellationToken cancellationToken)
    {
        try
        {
            // Half a message cannot be left behind: a cancelled read cancels the call.
            using var registration = cancellationToken.UnsafeRegister(static c => ((ClientCall)c!).Dispose(), call);
            _current = null;
            _current = await call.ReadNextAsync().ConfigureAwait(false);
            return _current is not null;
        }
        catch
        {
            ObserveFailure();
            throw;
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
