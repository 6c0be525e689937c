using Grpc.Net.Client;
using GrpcExp.Conformance.Logs;
using GrpcExp.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Rpc;

/// <summary>A server that answers every request as it is told to, right or wrong.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private RawServer(WebApplication app, string folder, ErrorLog errors)
    {
        _app = app;
        _folder = folder;
        Errors = errors;
    }

    /// <summary>Errors that a test provokes are declared here.</summary>
    public ErrorLog Errors { get; }

    public static async Task<RawServer> StartAsync(RequestDelegate answer)
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.ConfigureKestrel(k => k.ListenUnixSocket(Path.Combine(folder, "s"), o => o.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            await answer(http);
        });
        await app.StartAsync();
        return new RawServer(app, folder, errors);
    }

    public GrpcChannel Connect(GrpcChannelOptions? options = null)
    {
        options ??= new GrpcChannelOptions();
        options.LoggerFactory ??= Errors.Factory;
        options.HttpHandler = UnixSocketHandler.Create(Path.Combine(_folder, "s"));
        options.DisposeHttpClient = true;
        return GrpcChannel.ForAddress("http://localhost", options);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Errors.Verify();
    }
}
