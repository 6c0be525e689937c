using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;
using GrpcExp.Sync;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Client.Lookups;

/// <summary>
/// One place of the pool: a connection that is opened on first use, and again after a break. Between attempts callers are
/// told at once that there is none, instead of each waiting for its own.
/// </summary>
internal sealed class SidecarLink(string path, GrpcExpClientOptions options, Random jitter, ServedRevision served, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Backoff _backoff = Backoff.Local(jitter);
    private volatile LinkPhase _phase = Connecting();
    private Task? _running;

    /// <summary>Where the link is now.</summary>
    public LinkPhase Phase => _phase;

    /// <summary>Opens the connection and keeps it open from now on.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _running) is not null)
        {
            return;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            _running ??= Task.Run(RunAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            running = _running ?? Task.CompletedTask;
            _closing.Cancel();
        }

        await running.ConfigureAwait(false);
        Enter(new LinkPhase(null, NoAnswer.Closed, null));
    }

    private static LinkPhase Connecting() =>
        new(null, null, new TaskCompletionSource<LinkPhase>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            var (reason, health) = await ConnectAsync().ConfigureAwait(false);
            if (_closing.IsCancellationRequested)
            {
                return;
            }

            var wait = _backoff.Next(health);
            Log.Disconnected(logger, path, wait, reason);
            Enter(new LinkPhase(null, reason, null));
            await Task.Delay(wait, options.Time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Enter(Connecting());
        }
    }

    // One connection from its beginning to its end.
    private async Task<(string Reason, TimeSpan Health)> ConnectAsync()
    {
        try
        {
            var connection = await LookupConnection.OpenAsync(path, options, served, _closing.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var start = options.Time.GetTimestamp();
                Log.Connected(logger, path);
                Enter(new LinkPhase(connection, null, null));
                var reason = await connection.Broken.WaitAsync(_closing.Token).ConfigureAwait(false);
                return (reason, options.Time.GetElapsedTime(start));
            }
        }
#pragma warning disable CA1031 // Whatever the reason, it is reported and the next attempt comes.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return (failure.Message, TimeSpan.Zero);
        }
    }

    private void Enter(LinkPhase phase)
    {
        var before = _phase;
        _phase = phase;
        before.Next?.TrySetResult(phase);
    }
}
