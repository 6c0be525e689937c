using System.Diagnostics.CodeAnalysis;
using System.Net;
using Grpc.AspNetCore.Server;
using GrpcExp.Interop.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Interop.Service;

/// <summary>Hosts a gRPC service on Kestrel, with the compression that the interoperability cases need.</summary>
public static class InteropHost
{
    // What MapGrpcService needs of a service under trimming.
    private const DynamicallyAccessedMemberTypes ServiceMembers = DynamicallyAccessedMemberTypes.PublicConstructors
        | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    /// <summary>An application that serves when it is started.</summary>
    /// <param name="listeners">Where it listens.</param>
    /// <param name="gzip">The compression of its messages; null for one of its own.</param>
    /// <param name="configure">Further services, options and logging.</param>
    public static WebApplication Build<[DynamicallyAccessedMembers(ServiceMembers)] TService>(
        InteropListeners listeners, CountingGzip? gzip = null, Action<WebApplicationBuilder>? configure = null)
        where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddInteropCompression(gzip ?? Gzip()).AddGrpc();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, listeners));
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapGrpcService<TService>();
        return app;
    }

    /// <summary>What any host of <see cref="InteropService"/> needs for requests with expect_compressed.</summary>
    public static IServiceCollection AddInteropCompression(this IServiceCollection services, CountingGzip gzip) =>
        services.AddHttpContextAccessor().Configure<GrpcServiceOptions>(o => o.CompressionProviders = [gzip]);

    /// <summary>gzip that lets the service know which requests came compressed.</summary>
    public static CountingGzip Gzip() => new(RequestCompression.Note);

    /// <summary>The addresses of a started application, such as <c>https://127.0.0.1:50051</c> or <c>unix:/tmp/s</c>.</summary>
    public static IEnumerable<string> AddressesOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(a => a.StartsWith("http://unix:", StringComparison.Ordinal) ? a["http://".Length..] : a);

    private static void Listen(KestrelServerOptions kestrel, InteropListeners listeners)
    {
        if (listeners.Http1Port is { } http1Port)
        {
            kestrel.Listen(IPAddress.Loopback, http1Port, o => o.Protocols = HttpProtocols.Http1);
        }

        if (listeners.UnixSocket is { } path)
        {
            kestrel.ListenUnixSocket(path, o => o.Protocols = HttpProtocols.Http2);
        }

        if (listeners.Port is { } port)
        {
            kestrel.Listen(IPAddress.Loopback, port, o => o.Protocols = HttpProtocols.Http2);
        }

        if (listeners.TlsPort is { } tlsPort)
        {
            kestrel.Listen(IPAddress.Loopback, tlsPort, o =>
            {
                o.Protocols = HttpProtocols.Http1AndHttp2;
                o.UseHttps(listeners.Certificate ?? throw new ArgumentException("A TLS port needs a certificate.", nameof(listeners)));
            });
        }
    }
}
