using System.Security.Authentication;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Opens the ports.</summary>
internal static class Listeners
{
    public static void Listen(this IWebHostBuilder web, ListenersModel model)
    {
        if (model.Certificate is not null)
        {
            web.UseKestrelHttpsConfiguration();
        }

        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = Limits.Connections;
            foreach (var (address, isTls) in model.Grpc)
            {
                kestrel.Listen(address, listen =>
                {
                    // Without TLS a port cannot tell the versions apart, and gRPC needs HTTP/2; with it, browsers and curl come too.
                    listen.Protocols = isTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2;
                    Encrypt(listen, isTls, model, model.Clients);
                });
            }

            foreach (var (address, isTls) in model.Web)
            {
                kestrel.Listen(address, listen =>
                {
                    listen.Protocols = isTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                    // Browsers and probes have no certificates to show.
                    Encrypt(listen, isTls, model, clients: null);
                    listen.Use(next => connection =>
                    {
                        connection.Features.Set(new WebConnection());
                        return next(connection);
                    });
                });
            }
        });
    }

    private static void Encrypt(ListenOptions listen, bool isTls, ListenersModel model, TrustedAuthorities? clients)
    {
        if (!isTls)
        {
            return;
        }

        var certificate = model.Certificate!;
        var logger = listen.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("GrpcExp.ControlPlane");
        certificate.Failed = exception => Log.CertificateNotReloaded(logger, exception.Message);
        listen.UseHttps(https =>
        {
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.ServerCertificateSelector = (_, _) => certificate.Current;
            if (clients is not null)
            {
                clients.Files.Failed = certificate.Failed;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (shown, chain, _) => clients.Accept(shown, chain);
            }
        });
    }
}
