using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using GrpcExp.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Rpc;

/// <summary>A Kestrel server with the interop service, on a TCP port and a Unix socket.</summary>
public sealed class InteropServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private InteropServer(WebApplication app, string folder, string socket)
    {
        _app = app;
        _folder = folder;
        SocketPath = socket;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First(a => a.StartsWith("http://127", StringComparison.Ordinal)));
    }

    public Uri Address { get; }

    public string SocketPath { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<InteropServer> StartAsync(Action<GrpcServiceOptions>? grpc = null) =>
        StartAsync<InteropService>(grpc);

    public static async Task<InteropServer> StartAsync<TService>(
        Action<GrpcServiceOptions>? grpc = null, Action<IServiceCollection>? services = null)
        where TService : class
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-").FullName;
        var socket = Path.Combine(folder, "s");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(grpc ?? (_ => { }));
        services?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
            kestrel.ListenUnixSocket(socket, o => o.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapGrpcService<TService>();
        await app.StartAsync();
        return new InteropServer(app, folder, socket);
    }

    public GrpcChannel Connect(Transport transport, GrpcChannelOptions? options = null)
    {
        options ??= new GrpcChannelOptions();
        if (transport == Transport.Tcp)
        {
            return GrpcChannel.ForAddress(Address, options);
        }

        options.HttpHandler = UnixSocketHandler.Create(SocketPath);
        options.DisposeHttpClient = true;
        return GrpcChannel.ForAddress("http://localhost", options);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
