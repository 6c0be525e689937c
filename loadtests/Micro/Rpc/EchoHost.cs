using Grpc.Net.Client;
using GrpcExp.Rpc;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcExp.Micro.Rpc;

/// <summary>The echo service, and beside it an endpoint without gRPC, on a Unix socket.</summary>
internal sealed class EchoHost : IAsyncDisposable
{
    public const string BareAddress = "http://localhost/bare";

    private static readonly byte[] Answer = [0, 0, 0, 0, 16, 10, 14, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

    private readonly string _folder = Directory.CreateTempSubdirectory("grpcexp-").FullName;
    private WebApplication _app = null!;

    public Visit CurrentVisit { get; private set; } = new();

    private string Socket => Path.Combine(_folder, "s");

    public static async Task<EchoHost> StartAsync()
    {
        var host = new EchoHost();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.ListenUnixSocket(host.Socket, o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(host);
        host._app = builder.Build();
        host._app.MapGrpcService<VisitedEchoService>();
        host._app.MapPost("/bare", (RequestDelegate)AnswerAsync);
        await host._app.StartAsync();
        return host;
    }

    public Visit ExpectVisit() => CurrentVisit = new Visit();

    public GrpcChannel Connect() => GrpcChannel.ForAddress(
        "http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(Socket), DisposeHttpClient = true });

    public HttpMessageInvoker CreateInvoker() => new(UnixSocketHandler.Create(Socket));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null);
        http.Response.ContentType = "application/grpc";
        await http.Response.BodyWriter.WriteAsync(Answer);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
