using Grpc.HealthCheck;
using Grpc.Net.Client;
using GrpcExp.Conformance.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Services;

/// <summary>A Kestrel server with a service, health and reflection, put together as a stranger would.</summary>
internal sealed class ServicesServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServicesServer(WebApplication app, ErrorLog errors)
    {
        _app = app;
        Errors = errors;
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Target = address.Authority;
        Channel = GrpcChannel.ForAddress(address);
        Health = app.Services.GetRequiredService<HealthServiceImpl>();
    }

    /// <summary>The address as other languages write it, host:port.</summary>
    public string Target { get; }

    public GrpcChannel Channel { get; }

    public HealthServiceImpl Health { get; }

    /// <summary>Errors that a test provokes are declared here.</summary>
    public ErrorLog Errors { get; }

    public static async Task<ServicesServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.Services.AddSingleton<HealthServiceImpl>();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService<ShopService>();
        app.MapGrpcService<HealthServiceImpl>();
        app.MapGrpcReflectionService();
        await app.StartAsync();
        return new ServicesServer(app, errors);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Errors.Verify();
    }
}
