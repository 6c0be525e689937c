using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>The environment's holdout.</summary>
internal sealed partial class FlagGrpcService
{
    public override Task<Holdout> GetHoldout(GetHoldoutRequest request, ServerCallContext context) =>
        store.ReadAsync((session, _) => Task.FromResult(session.ReadHoldout()), context.CancellationToken);

    public override Task<Holdout> SetHoldout(SetHoldoutRequest request, ServerCallContext context)
    {
        var holdout = request.Holdout ??= new Holdout();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var name = $"environments/{session.Environment}/holdout";
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason, holdout.Etag);
                var before = session.ReadHoldout();
                HoldoutRules.Check(violations, holdout);
                WriteSession.RequireEtag(holdout.Etag, before.Etag, name);
                if (holdout.Ranges.Equals(before.Ranges))
                {
                    return new Change<Holdout>(before, null);
                }

                await HoldoutRules.RequireFreeAsync(session, before, holdout, cancellationToken).ConfigureAwait(false);
                var after = session.Put(holdout);
                return new Change<Holdout>(after, new AuditEntry("holdout.set", name, before, after));
            },
            context.CancellationToken);
    }
}
