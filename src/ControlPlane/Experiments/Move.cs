using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Lifecycle;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>A call that moves an experiment along its lifecycle.</summary>
/// <param name="Request">The request, whole.</param>
/// <param name="Key">Key of the experiment.</param>
/// <param name="RequestId">Idempotency key; may be empty.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="Etag">Etag that the caller has; may be empty.</param>
/// <param name="By">The transition.</param>
/// <param name="Action">Name of the audit event.</param>
/// <param name="KeyField">Field of the request that holds the key.</param>
internal sealed record Move(
    IMessage Request,
    string Key,
    string RequestId,
    string Reason,
    string Etag,
    Transition By,
    string Action,
    string KeyField = "key")
{
    public static Move Of(TransitionExperimentRequest request, Transition by, string action) =>
        new(request, request.Key, request.RequestId, request.Reason, request.Etag, by, action);
}
