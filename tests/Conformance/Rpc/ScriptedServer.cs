using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Grpc.Testing;
using GrpcExp.Conformance.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrpcExp.Conformance.Rpc;

/// <summary>A server with <see cref="ScriptedService"/>, and a client of it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly InteropServer _server;
    private readonly GrpcChannel _channel;

    private ScriptedServer(InteropServer server, GrpcChannel channel)
    {
        _server = server;
        _channel = channel;
        Client = new TestService.TestServiceClient(channel);
    }

    public TestService.TestServiceClient Client { get; }

    public GrpcChannel Channel => _channel;

    /// <summary>Errors that a test provokes are declared here.</summary>
    public ErrorLog Errors => _server.Errors;

    public static async Task<ScriptedServer> StartAsync(
        Script script,
        Action<GrpcServiceOptions>? grpc = null,
        GrpcChannelOptions? channel = null,
        Action<IServiceCollection>? services = null)
    {
        var server = await InteropServer.StartAsync<ScriptedService>(
            grpc,
            s =>
            {
                s.AddSingleton(script);
                services?.Invoke(s);
            });
        return new ScriptedServer(server, server.Connect(Transport.UnixSocket, channel));
    }

    /// <summary>Another client, which sends the bytes it is told to.</summary>
    public RawPeer CreatePeer() => new(_server);

    /// <summary>Stops the server as its host would.</summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Says that the host is to stop, and leaves it at that.</summary>
    public void BeginStop() => _server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }
}
