using Google.Protobuf;
using Grpc.Core;
using GrpcExp.ControlPlane.Access;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane;

/// <summary>Says who wants a change, from the call that asks for it.</summary>
internal static class Intents
{
    public static WriteIntent Of(ServerCallContext context, IMessage request, string requestId = "", string reason = "")
    {
        // A malformed id is a violation of its own, found with all others; until then it must not reach the database.
        var id = requestId.Length > Limits.RequestIdLength || requestId.Any(char.IsControl) ? "" : requestId;
        return new WriteIntent(Caller.Of(context).Owner, context.Method, id, request, reason);
    }
}
