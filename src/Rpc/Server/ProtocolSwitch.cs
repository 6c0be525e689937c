using GrpcExp.Rpc.Connect;
using GrpcExp.Rpc.Server.Limits;
using GrpcExp.Rpc.Web;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server;

/// <summary>Gives a request for one method to the protocol that it speaks. What speaks none is refused as gRPC refuses it.</summary>
internal sealed class ProtocolSwitch(RequestDelegate grpc, MappedServices mapped, ConnectMethod connect, ClientResets resets)
{
    public Task HandleAsync(HttpContext http) =>
        !WireNames.IsGrpcContentType(http.Request.ContentType) ? HandleOtherAsync(http)
        : RequestCheck.CanCarryGrpc(http.Request.Protocol) ? grpc(http)
        : RefuseAsync(http);

    private Task HandleOtherAsync(HttpContext http)
    {
        // These count a body in bytes of their own; the limit of messages is applied to what they hold.
        TransportLimits.LiftBodySize(http);
        if (WebContent.TryParse(http.Request, out var web))
        {
            return mapped.ServesGrpcWeb(http) ? GrpcWebCall.ServeAsync(http, web, grpc) : RefuseAsync(http);
        }

        return connect.Takes(http) ? connect.HandleAsync(http) : RefuseAsync(http);
    }

    private Task RefuseAsync(HttpContext http)
    {
        RequestCheck.Passes(http);
        resets.NoteEnd(http);
        return Task.CompletedTask;
    }
}
