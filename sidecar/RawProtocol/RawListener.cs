using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sidecar;

/// <summary>Listens for clients of the raw protocol on a Unix socket.</summary>
internal sealed class RawListener(string path, RawResponder responder, SidecarCounters counters, ILogger<RawListener> logger) : BackgroundService
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private int _connections;

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
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(stoppingToken).ConfigureAwait(false);
                if (Interlocked.Increment(ref _connections) > RawLimits.Connections)
                {
                    Interlocked.Decrement(ref _connections);
                    counters.CountRefusedConnection();
                    Log.TooManyConnections(logger, RawLimits.Connections);
                    socket.Dispose();
                    continue;
                }

                _ = ServeAsync(socket, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            File.Delete(path);
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stoppingToken)
    {
        try
        {
            await new RawConnection(socket, responder).RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client went away, or we are stopping.
        }
#pragma warning disable CA1031 // One connection's failure must not end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ConnectionFailed(logger, exception);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }
}
