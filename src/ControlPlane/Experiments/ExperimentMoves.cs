using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>
/// Creates experiments and moves them along their lifecycle for whoever may: a caller over gRPC, a web page, or a job. It does not ask
/// for roles; that is for whoever lets the actor in.
/// </summary>
internal sealed class ExperimentMoves(ControlStore store, LifecycleSteps steps, ConclusionScorecards scorecards)
{
    public Task<Experiment> CreateAsync(Actor actor, CreateExperimentRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Experiment ??= new Experiment();
        return store.WriteAsync(
            Intents.Of(actor, MethodOf(nameof(ExperimentService.ExperimentServiceBase.CreateExperiment)), request, request.RequestId, request.Reason),
            async (session, token) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason);
                await ExperimentRules.CheckAsync(violations, session, wanted, token).ConfigureAwait(false);
                violations.ThrowIfAny();
                if (await session.FindExperimentAsync(wanted.Key, token).ConfigureAwait(false) is not null)
                {
                    throw ControlException.AlreadyExists(NameOf(wanted.Key));
                }

                var after = session.Put(Drafts.Of(wanted, null, actor.Name), null);
                return new Change<Experiment>(after, new AuditEntry("experiment.create", NameOf(wanted.Key), null, after));
            },
            cancellationToken);
    }

    public Task<Experiment> UpdateAsync(Actor actor, UpdateExperimentRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Experiment ??= new Experiment();
        return MoveAsync(
            actor,
            new Move(request, wanted.Key, request.RequestId, request.Reason, wanted.Etag, Transition.UpdateExperiment, "experiment.update", "experiment.key"),
            steps.Update(actor, wanted, request.UpdateMask),
            cancellationToken);
    }

    public Task<Experiment> SubmitAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.SubmitExperiment, "experiment.submit"), steps.Submit(actor), cancellationToken);

    public Task<Experiment> RequestChangesAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.RequestChanges, "experiment.request_changes"), steps.RequestChanges(actor, request), cancellationToken);

    public Task<Experiment> ApproveAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.ApproveExperiment, "experiment.approve"), steps.Approve(actor, request), cancellationToken);

    public Task<Experiment> StartAsync(Actor actor, StartExperimentRequest request, CancellationToken cancellationToken) => MoveAsync(
        actor,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.StartExperiment, "experiment.start"),
        RunSteps.Start(request),
        cancellationToken);

    public Task<Experiment> RampAsync(Actor actor, RampExperimentRequest request, CancellationToken cancellationToken) => MoveAsync(
        actor,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.RampExperiment, "experiment.ramp"),
        RunSteps.Ramp(request),
        cancellationToken);

    public async Task<Experiment> ConcludeAsync(Actor actor, ConcludeExperimentRequest request, CancellationToken cancellationToken)
    {
        var reading = await scorecards.ReadAsync(request.Key, cancellationToken).ConfigureAwait(false);
        return await MoveAsync(
            actor,
            new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.ConcludeExperiment, "experiment.conclude"),
            RunSteps.Conclude(request, reading),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Concludes, and raises an alert in the same transaction: nobody is told of what did not happen, and what happens is told.</summary>
    public async Task<Experiment> ConcludeAsync(Actor actor, ConcludeExperimentRequest request, Alert alert, CancellationToken cancellationToken)
    {
        var reading = await scorecards.ReadAsync(request.Key, cancellationToken).ConfigureAwait(false);
        return await MoveAsync(
            actor,
            new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.ConcludeExperiment, "experiment.conclude"),
            async (session, before, violations, token) =>
            {
                var after = await RunSteps.Conclude(request, reading)(session, before, violations, token).ConfigureAwait(false);
                await session.RaiseAsync(alert, token).ConfigureAwait(false);
                return after;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public Task<Experiment> ArchiveAsync(Actor actor, TransitionExperimentRequest request, CancellationToken cancellationToken) =>
        MoveAsync(actor, Move.Of(request, Transition.ArchiveExperiment, "experiment.archive"), steps.Archive(), cancellationToken);

    private static string NameOf(string key) => $"experiments/{key}";

    private static string MethodOf(string name) => $"/{ExperimentService.Descriptor.FullName}/{name}";

    /// <summary>What every step along the lifecycle has in common: the state must allow it, the etag must fit, one audit event tells of it.</summary>
    private Task<Experiment> MoveAsync(Actor actor, Move move, LifecycleStep step, CancellationToken cancellationToken)
    {
        var violations = new Violations();
        violations.Key(move.KeyField, move.Key);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(actor, MethodOf(move.By.ToString()), move.Request, move.RequestId, move.Reason),
            async (session, token) =>
            {
                violations.Mutation(move.RequestId, move.Reason, move.Etag);
                var name = NameOf(move.Key);
                var before = await session.FindExperimentAsync(move.Key, token).ConfigureAwait(false) ?? throw ControlException.NotFound(name);

                // Before the state: who lost a race is told that, not that his move has become illegal.
                WriteSession.RequireEtag(move.Etag, before.Etag, name);
                var state = StateMachine.Next(before, move.By);
                var moved = await step(session, before, violations, token).ConfigureAwait(false);
                violations.ThrowIfAny();
                moved.State = state;
                var after = session.Put(moved, before);
                return new Change<Experiment>(after, new AuditEntry(move.Action, name, before, after));
            },
            cancellationToken);
    }
}
