using System.Net.Sockets;

namespace GrpcExp.Rpc;

/// <summary>HTTP over a Unix socket.</summary>
public static class UnixSocketHandler
{
    /// <summary>
    /// A handler that connects to the socket at <paramref name="path"/>, whatever host an address names: use
    /// <c>http://localhost</c>. The caller disposes it, or lets the channel do so with DisposeHttpClient.
    /// </summary>
    public static SocketsHttpHandler Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var endpoint = new UnixDomainSocketEndPoint(path);
        return new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            UseProxy = false,
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
    }
}
