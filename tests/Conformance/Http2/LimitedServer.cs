using GrpcExp.Interop.Service;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Rpc;
using GrpcExp.Rpc.Server.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Http2;

/// <summary>A server with the interop service on a TCP port, its limits and its clock as a test sets them.</summary>
internal sealed class LimitedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LimitedServer(WebApplication app, RecordedLog log)
    {
        _app = app;
        Log = log;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public RecordedLog Log { get; }

    /// <summary>Waits until the server has counted this many resets: it notices them when it ends their calls.</summary>
    public async Task CountedAsync(long resets, CancellationToken cancellationToken)
    {
        var counter = _app.Services.GetRequiredService<ClientResets>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (counter.Total < resets)
        {
            await Task.Delay(1, patience.Token);
        }
    }

    public static async Task<LimitedServer> StartAsync(
        Action<RpcServerLimits>? limits = null, Action<KestrelServerLimits>? kestrel = null, TimeProvider? time = null)
    {
        var log = new RecordedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddGrpc();
        builder.Services.Configure(limits ?? (_ => { }));
        builder.WebHost.ConfigureKestrel(k =>
        {
            kestrel?.Invoke(k.Limits);
            k.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapGrpcService<InteropService>();
        app.MapGrpcService<NestingService>();
        // A route that is no gRPC method and ends with its request.
        app.MapPost("/waits", (HttpContext http) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await app.StartAsync();
        return new LimitedServer(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}
