using GrpcExp.ControlPlane.Pages;
using GrpcExp.ControlPlane.Probes;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>
/// What the port for browsers serves, and nothing else: its routes are its own, so gRPC is not there, and what is here is not
/// on the port of gRPC.
/// </summary>
internal static class WebEndpoints
{
    public static void UseWeb(this WebApplication app) => app.MapWhen(
        context => context.Features.Get<WebConnection>() is not null,
        web =>
        {
            // The runtime finds gRPC's endpoints ahead of routing, on whatever port.
            web.Use((context, next) =>
            {
                // A client that took this port for the other: not found is what it understands as not implemented.
                if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }

                context.SetEndpoint(null);
                return next(context);
            });
            web.UseRouting();
            web.UseEndpoints(Map);
        });

    private static void Map(IEndpointRouteBuilder web)
    {
        web.MapProbes();
        web.MapPages();
    }
}
