namespace GrpcExp.Client.Changes;

/// <summary>Work that runs only while somebody listens.</summary>
internal sealed class Listening(Func<CancellationToken, Task> work) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private bool _isClosed;

    /// <summary>Starts or stops the work; neither is waited for, and it never runs twice at once.</summary>
    public void Want(bool wanted)
    {
        lock (_gate)
        {
            if (_isClosed || wanted == (_stop is not null))
            {
                return;
            }

            if (wanted)
            {
                var stop = _stop = new CancellationTokenSource();
                _running = RunAsync(_running, stop);
            }
            else
            {
                _stop!.Cancel();
                _stop = null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            _stop?.Cancel();
        }

        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync(Task before, CancellationTokenSource stop)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await work(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }
}
