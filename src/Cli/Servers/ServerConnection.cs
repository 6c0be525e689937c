using Grpc.Core;
using Grpc.Net.Client;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Demo;
using GrpcExp.Sync;

namespace GrpcExp.Cli.Servers;

/// <summary>A control plane that runs somewhere, as a command's options name it.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly GrpcChannel _channel;

    public ServerConnection(string address, string? token, ChannelTls? tls = null)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw CommandException.BadUsage($"--address '{address}' is no address: write http://HOST:PORT or https://HOST:PORT.");
        }

        _channel = GrpcChannel.ForAddress(uri, tls is null ? new GrpcChannelOptions() : new GrpcChannelOptions { HttpHandler = tls.CreateHandler(), DisposeHttpClient = true });
        Invoker = _channel.CreateCallInvoker();
        Headers = string.IsNullOrEmpty(token) ? [] : Registration.Bearer(token);
    }

    /// <summary>For the generated clients.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>The bearer token, where one was given.</summary>
    public Metadata Headers { get; }

    public void Dispose() => _channel.Dispose();
}
