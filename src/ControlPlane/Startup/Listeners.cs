using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

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
            foreach (var (address, isTls) in model.Grpc)
            {
                kestrel.Listen(address, listen =>
                {
                    // Without TLS a port cannot tell the versions apart, and gRPC needs HTTP/2; with it, browsers and curl come too.
                    listen.Protocols = isTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2;
                    Encrypt(listen, isTls, model);
                });
            }

            foreach (var (address, isTls) in model.Web)
            {
                kestrel.Listen(address, listen =>
                {
                    listen.Protocols = isTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                    Encrypt(listen, isTls, model);
                    listen.Use(next => connection =>
                    {
                        connection.Features.Set(new WebConnection());
                        return next(connection);
                    });
                });
            }
        });
    }

    private static void Encrypt(ListenOptions listen, bool isTls, ListenersModel model)
    {
        if (isTls)
        {
            listen.UseHttps(model.Certificate!);
        }
    }
}
