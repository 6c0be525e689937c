using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>A network link to a server that the test can cut and mend.</summary>
internal sealed class CuttableLink : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile bool _isCut;

    public CuttableLink(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        Address = _listener.LocalEndpoint.ToString()!;
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    public void Cut()
    {
        _isCut = true;
        foreach (var client in _clients.Keys)
        {
            client.Dispose();
        }
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _stop.CancelAsync();
        // Not before the loop has ended: it would ask a stopped listener for one connection more.
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                if (_isCut)
                {
                    client.Dispose();
                    continue;
                }

                _ = RelayAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The link is taken down.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _clients.TryAdd(client, true);
        _clients.TryAdd(server, true);
        try
        {
            await server.ConnectAsync(_server);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        finally
        {
            _clients.TryRemove(client, out _);
            _clients.TryRemove(server, out _);
            client.Dispose();
        }
    }
}
