using Google.Protobuf;
using Grpc.Core;
using GrpcExp.ControlPlane.Access;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane;

/// <summary>Says who wants a change.</summary>
internal static class Intents
{
    /// <summary>The intent of a call.</summary>
    public static WriteIntent Of(ServerCallContext context, IMessage request, string requestId = "", string reason = "") =>
        Of(Caller.Of(context).Actor, context.Method, request, requestId, reason);

    /// <summary>The intent of whoever asks for what a call would do, for example a job.</summary>
    /// <param name="actor">Who it is.</param>
    /// <param name="method">Full name of that call.</param>
    /// <param name="request">Its request, whole.</param>
    /// <param name="requestId">Idempotency key; empty for none.</param>
    /// <param name="reason">Why; may be empty.</param>
    public static WriteIntent Of(Actor actor, string method, IMessage request, string requestId, string reason)
    {
        // A malformed id is a violation of its own, found with all others; until then it must not reach the database.
        var id = requestId.Length > Limits.RequestIdLength || requestId.Any(char.IsControl) ? "" : requestId;
        return new WriteIntent(actor, method, id, request, reason);
    }
}
