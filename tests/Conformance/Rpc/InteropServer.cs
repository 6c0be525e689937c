using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using GrpcExp.Conformance.Logs;
using GrpcExp.Interop.Compression;
using GrpcExp.Interop.Connection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Rpc;

/// <summary>
/// A server in this process with the test service, or another, on a TCP port, a TLS port and a Unix socket. The
/// test fails when it, or a client that it gave, logs an error that was not declared.
/// </summary>
public sealed class InteropServer : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = InteropCertificate.SelfSigned();

    private readonly WebApplication _app;
    private readonly string _folder;

    private InteropServer(WebApplication app, string folder, CountingGzip gzip, ErrorLog errors)
    {
        _app = app;
        _folder = folder;
        Gzip = gzip;
        Errors = errors;
        var addresses = InteropHost.AddressesOf(app).ToList();
        Address = new Uri(addresses.Single(a => a.StartsWith("http://", StringComparison.Ordinal)));
        TlsAddress = new Uri(addresses.Single(a => a.StartsWith("https://", StringComparison.Ordinal)));
        File.WriteAllText(CaFile, Certificate.ExportCertificatePem());
    }

    public Uri Address { get; }

    public Uri TlsAddress { get; }

    public string SocketPath => SocketIn(_folder);

    /// <summary>What a client has to trust to use <see cref="TlsAddress"/>.</summary>
    public string CaFile => Path.Combine(_folder, "ca.pem");

    /// <summary>The compression of this server's messages.</summary>
    public CountingGzip Gzip { get; }

    public ErrorLog Errors { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<InteropServer> StartAsync(Action<GrpcServiceOptions>? grpc = null) =>
        StartAsync<InteropService>(grpc);

    public static async Task<InteropServer> StartAsync<TService>(
        Action<GrpcServiceOptions>? grpc = null, Action<IServiceCollection>? services = null)
        where TService : class
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-").FullName;
        var gzip = InteropHost.Gzip();
        var errors = new ErrorLog();
        var listeners = new InteropListeners { Port = 0, TlsPort = 0, Certificate = Certificate, UnixSocket = SocketIn(folder) };
        var app = InteropHost.Build<TService>(listeners, gzip, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(errors);
            builder.Services.Configure(grpc ?? (_ => { }));
            services?.Invoke(builder.Services);
        });
        await app.StartAsync();
        return new InteropServer(app, folder, gzip, errors);
    }

    public GrpcChannel Connect(Transport transport, GrpcChannelOptions? options = null)
    {
        options ??= new GrpcChannelOptions();
        options.LoggerFactory ??= Errors.Factory;
        if (transport == Transport.Tcp)
        {
            return GrpcChannel.ForAddress(Address, options);
        }

        options.HttpHandler = InteropChannel.CreateHandler(ConnectionOver(transport));
        options.DisposeHttpClient = true;
        return GrpcChannel.ForAddress(transport == Transport.Tls ? TlsAddress : new Uri("http://localhost"), options);
    }

    /// <summary>How a client of any kind reaches this server.</summary>
    public InteropConnection ConnectionOver(Transport transport) => transport switch
    {
        Transport.Tcp => new() { Host = Address.Host, Port = Address.Port },
        Transport.Tls => new() { Host = "localhost", Port = TlsAddress.Port, UseTls = true, CaFile = CaFile },
        _ => new() { UnixSocket = SocketPath },
    };

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Errors.Verify();
    }

    private static string SocketIn(string folder) => Path.Combine(folder, "s");
}
