using System.Net.Http.Headers;
using System.Net;
using Grpc.AspNetCore.Server;
using GrpcExp.Conformance.Logs;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Web;

/// <summary>
/// A Kestrel server with one service, on a port for HTTP/1.1 and one for HTTP/2, and a client that sends the bytes it
/// is told to. It fails at the end when the server logged an error that the test did not expect.
/// </summary>
public sealed class BrowserServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private BrowserServer(WebApplication app, ErrorLog log)
    {
        _app = app;
        Errors = log;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Http1 = new Uri(addresses[0]);
        Http2 = new Uri(addresses[1]);
    }

    public Uri Http1 { get; }

    public Uri Http2 { get; }

    /// <summary>Errors that a test provokes are declared here.</summary>
    public ErrorLog Errors { get; }

    public static Task<BrowserServer> StartInteropAsync(Action<GrpcServiceOptions>? grpc = null) => StartAsync<InteropService>(grpc);

    public static Task<BrowserServer> StartScriptAsync(Script script, Action<GrpcServiceOptions>? grpc = null) =>
        StartAsync<ScriptedService>(grpc, services => services.AddSingleton(script));

    public static async Task<BrowserServer> StartAsync<TService>(
        Action<GrpcServiceOptions>? grpc = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? pipeline = null,
        Action<GrpcServiceEndpointConventionBuilder>? mapped = null)
        where TService : class
    {
        var log = new ErrorLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.Services.AddGrpc(grpc ?? (_ => { }));
        services?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        pipeline?.Invoke(app);
        var endpoints = app.MapGrpcService<TService>();
        mapped?.Invoke(endpoints);
        await app.StartAsync();
        return new BrowserServer(app, log);
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, Version version, HttpContent? content, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(version.Major == 1 ? Http1 : Http2, path))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    internal async Task<RawAnswer> PostAsync(
        string path, Version version, string contentType, byte[] body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("content-type", contentType);
        return await ReadAsync(await SendAsync(HttpMethod.Post, path, version, content, cancellationToken, headers), cancellationToken);
    }

    internal static async Task<RawAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var headers = Flat(response.Headers).Concat(Flat(response.Content.Headers)).ToDictionary(h => h.Key, h => h.Value);
            return new RawAnswer(response.StatusCode, headers, body, Flat(response.TrailingHeaders));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Errors.Verify();
    }

    private static Dictionary<string, string> Flat(HttpHeaders headers) =>
        headers.NonValidated.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
}
