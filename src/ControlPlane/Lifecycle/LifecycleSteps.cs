using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.ControlPlane.Updates;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>The steps that people take over an experiment's text; <see cref="RunSteps"/> are those that move traffic.</summary>
internal sealed class LifecycleSteps
{
    public LifecycleStep Update(Actor actor, Experiment given, FieldMask? mask) => async (session, before, violations, cancellationToken) =>
    {
        var wanted = FieldMasks.Apply(violations, mask, given, before);
        await ExperimentRules.CheckAsync(violations, session, wanted, cancellationToken).ConfigureAwait(false);
        violations.ThrowIfAny();
        return Drafts.Of(wanted, before, actor.Name);
    };

    public LifecycleStep Submit(Actor actor) => async (session, before, violations, cancellationToken) =>
    {
        violations.ThrowIfAny();
        var missing = new Violations();
        await ReviewRequirements.CheckAsync(missing, session, before, cancellationToken).ConfigureAwait(false);
        if (missing.All.Count > 0)
        {
            throw new ControlException(ControlError.ReviewIncomplete, Violations.Sentence($"experiments/{before.Key} is not ready for review: ", missing.All), missing.All);
        }

        var after = before.Clone();
        after.SubmittedBy = actor.Name;
        return after;
    };

    public LifecycleStep RequestChanges(Actor actor, TransitionExperimentRequest request) => (session, before, violations, _) =>
    {
        violations.Required("reason", request.Reason, Limits.ReasonLength);
        var after = before.Clone();
        after.ApprovedBy = "";
        Append(after.ChangeRequests, new ChangeRequest
        {
            Requester = actor.Name,
            RequestTime = Timestamp.FromDateTime(session.Now),
            Comment = request.Reason,
            Version = before.Version,
        });
        return Task.FromResult(after);
    };

    public LifecycleStep Approve(Actor actor, TransitionExperimentRequest request) => async (session, before, violations, cancellationToken) =>
    {
        violations.ThrowIfAny();
        RequireOtherEyes(before, actor.Name);
        var obstacles = new Violations();
        var holders = await Reservations.HoldersAsync(session, cancellationToken).ConfigureAwait(false);
        await Reservations.CheckAsync(obstacles, session, before, holders, cancellationToken).ConfigureAwait(false);
        if (obstacles.All.Count > 0)
        {
            throw new ControlException(
                ControlError.NotReservable, Violations.Sentence($"experiments/{before.Key} cannot be approved: ", obstacles.All), obstacles.All);
        }

        var after = before.Clone();
        after.ApprovedBy = actor.Name;
        after.Editors.Clear();
        Append(after.Approvals, new Approval
        {
            Approver = actor.Name,
            ApproveTime = Timestamp.FromDateTime(session.Now),
            Comment = request.Reason,
            Version = before.Version,
        });
        return after;
    };

    public LifecycleStep Archive() => (_, before, _, _) => Task.FromResult(before.Clone());

    /// <summary>Whoever wrote a part of it, or sent it off, cannot be the second person.</summary>
    private static void RequireOtherEyes(Experiment experiment, string approver)
    {
        var did = approver == experiment.SubmittedBy ? "submitted" : experiment.Editors.Contains(approver) ? "edited" : null;
        if (did is not null)
        {
            throw new ControlException(
                ControlError.SelfApproval, $"experiments/{experiment.Key} was {did} by '{approver}': somebody else must approve it.");
        }
    }

    /// <summary>Keeps the newest: an experiment that went back and forth for ever would grow for ever.</summary>
    private static void Append<T>(RepeatedField<T> judgements, T judgement)
    {
        judgements.Add(judgement);
        while (judgements.Count > Limits.Judgements)
        {
            judgements.RemoveAt(0);
        }
    }
}
