using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Ingestion;

/// <summary>
/// Bounds what is in flight to the warehouse: a few batches are stored at a time, some more wait in memory, and what is beyond is
/// refused at once, so that a flood costs its senders time and not this server its memory. Thread-safe.
/// </summary>
internal sealed class IngestGate : IDisposable
{
    private readonly SemaphoreSlim _storing = new(Limits.IngestAtOnce, Limits.IngestAtOnce);
    private readonly Lock _gate = new();
    private int _batches;
    private long _bytes;

    /// <summary>Stores one batch when it is its turn.</summary>
    /// <param name="bytes">Size of its message.</param>
    /// <param name="storeAsync">Stores it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ControlException">LimitExceeded: too much is in flight; nothing of this batch was stored.</exception>
    public async Task RunAsync(int bytes, Func<Task> storeAsync, CancellationToken cancellationToken)
    {
        Enter(bytes);
        try
        {
            await _storing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await storeAsync().ConfigureAwait(false);
            }
            finally
            {
                _storing.Release();
            }
        }
        finally
        {
            lock (_gate)
            {
                _batches--;
                _bytes -= bytes;
            }
        }
    }

    public void Dispose() => _storing.Dispose();

    private void Enter(int bytes)
    {
        lock (_gate)
        {
            if (_batches >= Limits.IngestBatchesInFlight || _bytes + bytes > Limits.IngestBytesInFlight)
            {
                throw new ControlException(
                    ControlError.LimitExceeded,
                    $"{_batches} batches with {_bytes} bytes are in flight, and {Limits.IngestBatchesInFlight} batches or {Limits.IngestBytesInFlight} bytes are all that this server takes at a time: send the same again later.")
                {
                    RetryAfter = Limits.IngestRetry,
                };
            }

            _batches++;
            _bytes += bytes;
        }
    }
}
