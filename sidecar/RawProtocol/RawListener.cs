using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sidecar;

/// <summary>
/// Listens for clients of the raw protocol on a Unix socket. When the process is asked to stop, what has arrived is
/// answered before the connections close.
/// </summary>
internal sealed class RawListener(
    string path,
    RawResponder responder,
    PeerGate gate,
    SidecarCounters counters,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<RawListener> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly BurstGate _failures = new(time);
    private readonly BurstGate _crowds = new(time);
    private int _count;

    /// <summary>Binds before the host counts as started, so that a bad path fails the start.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        SocketFolder.Restrict(path);
        _listener.Listen(512);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        // Services stop one after the other, and the web server may take its time before it is our turn.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var abort = new CancellationTokenSource();
        try
        {
            while (true)
            {
                Serve(await AcceptAsync(stopping.Token).ConfigureAwait(false), stopping.Token, abort.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            File.Delete(path);
            using var patience = new CancellationTokenSource(RawLimits.Drain, time);
            await using var end = patience.Token.Register(abort.Cancel).ConfigureAwait(false);
            await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
        }
    }

    // A failed accept is one client's misfortune, or a lack of descriptors that passes: nothing to end listening for.
    private async Task<Socket> AcceptAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return await _listener.AcceptAsync(stopping).ConfigureAwait(false);
            }
            catch (SocketException exception) when (!stopping.IsCancellationRequested)
            {
                if (_failures.TryPass(out var unsaid))
                {
                    Log.AcceptFailed(logger, exception.Message, unsaid);
                }

                await Task.Delay(pause, time, stopping).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private void Serve(Socket socket, CancellationToken stopping, CancellationToken abort)
    {
        if (!gate.IsAllowed(socket))
        {
            socket.Dispose();
            return;
        }

        if (Interlocked.Increment(ref _count) > RawLimits.Connections)
        {
            Interlocked.Decrement(ref _count);
            counters.CountRefusedConnection();
            if (_crowds.TryPass(out var unsaid))
            {
                Log.TooManyConnections(logger, RawLimits.Connections, unsaid);
            }

            socket.Dispose();
            return;
        }

        var serving = ServeAsync(socket, stopping, abort);
        _connections.TryAdd(serving, true);
        _ = serving.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket, CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            await new RawConnection(socket, responder).RunAsync(stopping, abort).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client went away, or did not read its answers in the time that stopping takes.
        }
#pragma warning disable CA1031 // One connection's failure must not end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ConnectionFailed(logger, exception);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }
}
