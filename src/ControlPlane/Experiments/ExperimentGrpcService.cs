using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>Experiments, their lifecycle, and the audit log.</summary>
internal sealed class ExperimentGrpcService(ControlStore store, LifecycleSteps steps) : ExperimentService.ExperimentServiceBase
{
    public override Task<Experiment> CreateExperiment(CreateExperimentRequest request, ServerCallContext context)
    {
        var wanted = request.Experiment ??= new Experiment();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason);
                await ExperimentRules.CheckAsync(violations, session, wanted, cancellationToken).ConfigureAwait(false);
                violations.ThrowIfAny();
                if (await session.FindExperimentAsync(wanted.Key, cancellationToken).ConfigureAwait(false) is not null)
                {
                    throw ControlException.AlreadyExists(NameOf(wanted.Key));
                }

                var after = session.Put(Drafts.Of(wanted, null), null);
                return new Change<Experiment>(after, new AuditEntry("experiment.create", NameOf(wanted.Key), null, after));
            },
            context.CancellationToken);
    }

    public override Task<Experiment> GetExperiment(GetExperimentRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.ThrowIfAny();
        return store.ReadAsync((session, cancellationToken) => FindAsync(session, request.Key, cancellationToken), context.CancellationToken);
    }

    public override Task<ListExperimentsResponse> ListExperiments(ListExperimentsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.Text("filter", request.Filter, Limits.KeyLength);
        violations.AddIf(!System.Enum.IsDefined(request.State), "state", $"{(int)request.State} is unknown: give a state of the contract, or none");
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session.ListExperimentsAsync(page.ToQuery(request.Filter), request.State, cancellationToken).ConfigureAwait(false);
                var (experiments, next) = page.Cut(found, experiment => experiment.Key);
                return new ListExperimentsResponse { Experiments = { experiments }, NextPageToken = next, Revision = session.Revision };
            },
            context.CancellationToken);
    }

    public override Task<Experiment> UpdateExperiment(UpdateExperimentRequest request, ServerCallContext context)
    {
        var wanted = request.Experiment ??= new Experiment();
        return MoveAsync(
            context,
            new Move(request, wanted.Key, request.RequestId, request.Reason, wanted.Etag, Transition.UpdateExperiment, "experiment.update", "experiment.key"),
            async (session, before, violations, cancellationToken) =>
            {
                await ExperimentRules.CheckAsync(violations, session, wanted, cancellationToken).ConfigureAwait(false);
                violations.ThrowIfAny();
                return Drafts.Of(wanted, before);
            });
    }

    public override Task<Experiment> SubmitExperiment(TransitionExperimentRequest request, ServerCallContext context) =>
        MoveAsync(context, Move.Of(request, Transition.SubmitExperiment, "experiment.submit"), steps.Submit(context));

    public override Task<Experiment> RequestChanges(TransitionExperimentRequest request, ServerCallContext context) =>
        MoveAsync(context, Move.Of(request, Transition.RequestChanges, "experiment.request_changes"), steps.RequestChanges(request));

    public override Task<Experiment> ApproveExperiment(TransitionExperimentRequest request, ServerCallContext context) =>
        MoveAsync(context, Move.Of(request, Transition.ApproveExperiment, "experiment.approve"), steps.Approve(context));

    public override Task<Experiment> StartExperiment(StartExperimentRequest request, ServerCallContext context) => MoveAsync(
        context,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.StartExperiment, "experiment.start"),
        steps.Start(request));

    public override Task<Experiment> RampExperiment(RampExperimentRequest request, ServerCallContext context) => MoveAsync(
        context,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.RampExperiment, "experiment.ramp"),
        steps.Ramp(request));

    public override Task<Experiment> ConcludeExperiment(ConcludeExperimentRequest request, ServerCallContext context) => MoveAsync(
        context,
        new Move(request, request.Key, request.RequestId, request.Reason, request.Etag, Transition.ConcludeExperiment, "experiment.conclude"),
        steps.Conclude(request));

    public override Task<Experiment> ArchiveExperiment(TransitionExperimentRequest request, ServerCallContext context) =>
        MoveAsync(context, Move.Of(request, Transition.ArchiveExperiment, "experiment.archive"), steps.Archive());

    public override Task<ListAuditEventsResponse> ListAuditEvents(ListAuditEventsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.Text("resource", request.Resource, Limits.KeyLength * 2);
        var isNumber = long.TryParse(page.After.Length == 0 ? "0" : page.After, System.Globalization.CultureInfo.InvariantCulture, out var after);
        violations.AddIf(!isNumber, "page_token", "is not one of this list: send next_page_token of the page before, or nothing");
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session.ListAuditEventsAsync(new AuditQuery(after, request.Resource, page.Size + 1), cancellationToken).ConfigureAwait(false);
                var (events, next) = page.Cut(found, entry => entry.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
                return new ListAuditEventsResponse { Events = { events }, NextPageToken = next };
            },
            context.CancellationToken);
    }

    public override Task<VerifyAuditResponse> VerifyAudit(VerifyAuditRequest request, ServerCallContext context) => store.ReadAsync(
        async (session, cancellationToken) =>
        {
            var found = await session.VerifyAuditAsync(cancellationToken).ConfigureAwait(false);
            return new VerifyAuditResponse { Intact = found.Intact, Events = found.Events, FirstBadSequence = found.FirstBadSequence, Detail = found.Detail };
        },
        context.CancellationToken);

    private static string NameOf(string key) => $"experiments/{key}";

    private static async Task<Experiment> FindAsync(ReadSession session, string key, CancellationToken cancellationToken) =>
        await session.FindExperimentAsync(key, cancellationToken).ConfigureAwait(false) ?? throw ControlException.NotFound(NameOf(key));

    /// <summary>What every step along the lifecycle has in common: the state must allow it, the etag must fit, one audit event tells of it.</summary>
    private Task<Experiment> MoveAsync(ServerCallContext context, Move move, LifecycleStep step)
    {
        var violations = new Violations();
        violations.Key(move.KeyField, move.Key);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(context, move.Request, move.RequestId, move.Reason),
            async (session, cancellationToken) =>
            {
                violations.Mutation(move.RequestId, move.Reason, move.Etag);
                var before = await FindAsync(session, move.Key, cancellationToken).ConfigureAwait(false);
                var state = StateMachine.Next(before, move.By);
                var moved = await step(session, before, violations, cancellationToken).ConfigureAwait(false);
                violations.ThrowIfAny();
                WriteSession.RequireEtag(move.Etag, before.Etag, NameOf(move.Key));
                moved.State = state;
                var after = session.Put(moved, before);
                return new Change<Experiment>(after, new AuditEntry(move.Action, NameOf(move.Key), before, after));
            },
            context.CancellationToken);
    }
}
