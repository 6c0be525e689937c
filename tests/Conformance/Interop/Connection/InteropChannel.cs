using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using GrpcExp.Interop.Compression;
using GrpcExp.Rpc;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Interop.Connection;

/// <summary>Opens channels to a server of the test service.</summary>
public static class InteropChannel
{
    /// <summary>A channel that uses <paramref name="gzip"/>; the caller disposes it. Certificates are always checked.</summary>
    public static GrpcChannel Open(InteropConnection connection, CountingGzip gzip, ILoggerFactory? loggers = null)
    {
        var address = new UriBuilder(connection.UseTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, connection.HostOverride ?? connection.Host);
        if (connection.UnixSocket is null)
        {
            address.Port = connection.Port;
        }

        return GrpcChannel.ForAddress(address.Uri, new GrpcChannelOptions
        {
            HttpHandler = CreateHandler(connection),
            DisposeHttpClient = true,
            CompressionProviders = [gzip],
            LoggerFactory = loggers,
        });
    }

    /// <summary>What connects to the server; the caller disposes it.</summary>
    public static SocketsHttpHandler CreateHandler(InteropConnection connection)
    {
        if (connection.UnixSocket is { } path)
        {
            return UnixSocketHandler.Create(path);
        }

        var handler = new SocketsHttpHandler { UseProxy = false };
        if (connection.HostOverride is not null)
        {
            // The address names the override; the connection goes where the server is.
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(connection.Host, connection.Port, cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        if (connection.CaFile is { } file)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }
}
