using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>
/// Moves experiments along their lifecycle for whoever may: a caller over gRPC, a web page, or a job. It does not ask
/// for roles; that is for whoever lets the actor in.
/// </summary>
internal sealed class ExperimentMoves(ControlStore store, LifecycleSteps steps)
{
    public Task<Experiment> UpdateAsync(Actor actor, UpdateExperimentRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Experiment ??= new Experiment();
        return MoveAsync(
            actor,
            new Move(request, wanted.Key, request.RequestId, request.Reason, wanted.Etag, Transition.UpdateExperiment, "experiment.update", "experiment.key"),
            steps.Update(wanted),
            cancellationToken);
    }

    public Task<Experiment> SubmitAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.SubmitExperiment, "experiment.submit"), steps.Submit(actor), cancellationToken);

    public Task<Experiment> RequestChangesAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.RequestChanges, "experiment.request_changes"), steps.RequestChanges(request), cancellationToken);

    public Task<Experiment> ApproveAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.ApproveExperiment, "experiment.approve"), steps.Approve(actor), cancellationToken);

    public Task<Experiment> StartAsync(Actor actor, StartExperimentRequest request, CancellationToken cancellationToken) => MoveAsync(
        actor,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.StartExperiment, "experiment.start"),
        steps.Start(request),
        cancellationToken);

    public Task<Experiment> RampAsync(Actor actor, RampExperimentRequest request, CancellationToken cancellationToken) => MoveAsync(
        actor,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.RampExperiment, "experiment.ramp"),
        steps.Ramp(request),
        cancellationToken);

    public Task<Experiment> ConcludeAsync(Actor actor, ConcludeExperimentRequest request, CancellationToken cancellationToken) => MoveAsync(
        actor,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.ConcludeExperiment, "experiment.conclude"),
        steps.Conclude(request),
        cancellationToken);

    public Task<Experiment> ArchiveAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.ArchiveExperiment, "experiment.archive"), steps.Archive(), cancellationToken);

    /// <summary>What every step along the lifecycle has in common: the state must allow it, the etag must fit, one audit event tells of it.</summary>
    private Task<Experiment> MoveAsync(Actor actor, Move move, LifecycleStep step, CancellationToken cancellationToken)
    {
        var violations = new Violations();
        violations.Key(move.KeyField, move.Key);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(actor, $"/{ExperimentService.Descriptor.FullName}/{move.By}", move.Request, move.RequestId, move.Reason),
            async (session, token) =>
            {
                violations.Mutation(move.RequestId, move.Reason, move.Etag);
                var name = $"experiments/{move.Key}";
                var before = await session.FindExperimentAsync(move.Key, token).ConfigureAwait(false) ?? throw ControlException.NotFound(name);
                var state = StateMachine.Next(before, move.By);
                var moved = await step(session, before, violations, token).ConfigureAwait(false);
                violations.ThrowIfAny();
                WriteSession.RequireEtag(move.Etag, before.Etag, name);
                moved.State = state;
                var after = session.Put(moved, before);
                return new Change<Experiment>(after, new AuditEntry(move.Action, name, before, after));
            },
            cancellationToken);
    }
}
