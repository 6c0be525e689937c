using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GrpcExp.Conformance.Http2;

/// <summary>A server that plays a script on every connection, frame by frame. The script is told the connection's number, from 1.</summary>
internal sealed class RawHttp2Server : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawHttp2Connection, int, Task> _play;
    private readonly Task _accepting;
    private int _count;

    public RawHttp2Server(Func<RawHttp2Connection, int, Task> play)
    {
        _play = play;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public int ConnectionCount => Volatile.Read(ref _count);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Not before the loop has ended: it would ask a stopped listener for one connection more.
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                _connections.Add(PlayAsync(client, Interlocked.Increment(ref _count)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PlayAsync(TcpClient client, int number)
    {
        using (client)
        await using (var connection = new RawHttp2Connection(client.GetStream()))
        {
            using var close = _stop.Token.Register(client.Dispose);
            try
            {
                await _play(connection, number);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The client has gone: the call that a test looks at says why.
            }
        }
    }
}
