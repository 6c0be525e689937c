using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrpcExp.Interop.Flags;
using GrpcExp.Interop.Service;
using GrpcExp.InteropServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

const int Fine = 0;
const int Failed = 1;
const int BadUsage = 2;

if (args.Contains("--help"))
{
    Console.WriteLine(ServerOptions.Usage);
    return Fine;
}

try
{
    var options = ServerOptions.Parse(args);
    using var certificate = options.UseTls ? Certificate(options) : null;
    var listeners = new InteropListeners
    {
        Port = options.UseTls ? null : options.Port,
        TlsPort = options.UseTls ? options.Port : null,
        Http1Port = options.Http1Port,
        Certificate = certificate,
        UnixSocket = options.UnixSocket,
    };
    await using var app = InteropHost.Build<InteropService>(listeners, configure: LogToStandardError);
    await app.StartAsync();
    foreach (var address in InteropHost.AddressesOf(app))
    {
        Console.WriteLine(address);
    }

    await app.WaitForShutdownAsync();
    return Fine;
}
catch (UsageException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    Console.Error.WriteLine("Run grpcexp-interop-server --help for usage.");
    return BadUsage;
}
catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException or CryptographicException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return Failed;
}

static X509Certificate2 Certificate(ServerOptions options)
{
    var certificate = options.CertificateFile is { } file
        ? X509Certificate2.CreateFromPemFile(file, options.KeyFile)
        : InteropCertificate.SelfSigned();
    if (options.CaOut is { } target)
    {
        File.WriteAllText(target, certificate.ExportCertificatePem());
    }

    return certificate;
}

// Standard output is for the addresses alone.
static void LogToStandardError(WebApplicationBuilder builder)
{
    builder.Logging.ClearProviders();
    builder.Logging.AddSimpleConsole();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
}
