using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Checklists;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>Experiments, their lifecycle, and the audit log.</summary>
internal sealed class ExperimentGrpcService(ControlStore store, ExperimentMoves moves, LaunchChecklists checklists) : ExperimentService.ExperimentServiceBase
{
    public override Task<Experiment> CreateExperiment(CreateExperimentRequest request, ServerCallContext context) =>
        moves.CreateAsync(Caller.Of(context).Actor, request, context.CancellationToken);

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
        var matches = ExperimentFilter.Of(violations, request);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session
                    .ListExperimentsAsync(page.ToQuery(request.Filter), request.State, request.FlagKey, matches, cancellationToken)
                    .ConfigureAwait(false);
                var (experiments, next) = page.Cut(found, experiment => experiment.Key);
                return new ListExperimentsResponse { Experiments = { experiments }, NextPageToken = next, Revision = session.Revision };
            },
            context.CancellationToken);
    }

    public override Task<Experiment> UpdateExperiment(UpdateExperimentRequest request, ServerCallContext context) =>
        moves.UpdateAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<Experiment> SubmitExperiment(TransitionExperimentRequest request, ServerCallContext context) =>
        moves.SubmitAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<Experiment> RequestChanges(TransitionExperimentRequest request, ServerCallContext context) =>
        moves.RequestChangesAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<Experiment> ApproveExperiment(TransitionExperimentRequest request, ServerCallContext context) =>
        moves.ApproveAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<Experiment> StartExperiment(StartExperimentRequest request, ServerCallContext context) =>
        moves.StartAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<Experiment> RampExperiment(RampExperimentRequest request, ServerCallContext context) =>
        moves.RampAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<Experiment> ConcludeExperiment(ConcludeExperimentRequest request, ServerCallContext context) =>
        moves.ConcludeAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<Experiment> ArchiveExperiment(TransitionExperimentRequest request, ServerCallContext context) =>
        moves.ArchiveAsync(Caller.Of(context).Actor, request, context.CancellationToken);

    public override Task<LaunchChecklist> GetLaunchChecklist(GetLaunchChecklistRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.ThrowIfAny();
        return checklists.GetAsync(request.Key, context.CancellationToken);
    }

    public override Task<ListAuditEventsResponse> ListAuditEvents(ListAuditEventsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.Text("resource", request.Resource, Limits.KeyLength * 2);
        violations.Text("actor", request.Actor, Limits.OwnerLength);
        violations.Text("action", request.Action, Limits.KeyLength);
        var when = TimeRange.Read(violations, "event_time", request.MinEventTime, request.MaxEventTime);
        var isNumber = long.TryParse(page.After.Length == 0 ? "0" : page.After, System.Globalization.CultureInfo.InvariantCulture, out var after);
        violations.AddIf(!isNumber, "page_token", "is not one of this list: send next_page_token of the page before, or nothing");
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var query = new AuditQuery(after, request.Resource, page.Size + 1) { Actor = request.Actor, Action = request.Action, From = when.From, To = when.To };
                var found = await session.ListAuditEventsAsync(query, cancellationToken).ConfigureAwait(false);
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
}
