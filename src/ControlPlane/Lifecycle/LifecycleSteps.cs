using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>The steps of the lifecycle.</summary>
internal sealed class LifecycleSteps
{
    public LifecycleStep Update(Experiment wanted) => async (session, before, violations, cancellationToken) =>
    {
        await ExperimentRules.CheckAsync(violations, session, wanted, cancellationToken).ConfigureAwait(false);
        violations.ThrowIfAny();
        return Drafts.Of(wanted, before);
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

    public LifecycleStep RequestChanges(TransitionExperimentRequest request) => (_, before, violations, _) =>
    {
        violations.Required("reason", request.Reason, Limits.ReasonLength);
        return Task.FromResult(before.Clone());
    };

    public LifecycleStep Approve(Actor actor) => (_, before, _, _) =>
    {
        if (actor.Name == before.SubmittedBy)
        {
            throw new ControlException(
                ControlError.SelfApproval, $"experiments/{before.Key} was submitted by '{actor.Name}': somebody else must approve it.");
        }

        var after = before.Clone();
        after.ApprovedBy = actor.Name;
        return Task.FromResult(after);
    };

    public LifecycleStep Start(StartExperimentRequest request) => async (session, before, violations, cancellationToken) =>
    {
        var startTime = TimeOf(violations, "start_time", request.StartTime, session.Now);
        violations.ThrowIfAny();
        var after = before.Clone();
        after.StartTime = Timestamp.FromDateTime(startTime);
        var obstacles = new Violations();
        await ReviewRequirements.CheckAsync(obstacles, session, after, cancellationToken).ConfigureAwait(false);
        if (obstacles.All.Count == 0)
        {
            // Only what passed the review can be allocated.
            Allocations.Renew(after);
        }

        await StartChecks.CheckAsync(obstacles, session, after, cancellationToken).ConfigureAwait(false);
        if (obstacles.All.Count > 0)
        {
            throw new ControlException(ControlError.NotStartable, Violations.Sentence($"experiments/{before.Key} cannot start: ", obstacles.All), obstacles.All);
        }

        foreach (var (_, key) in ReviewRequirements.MetricsOf(after))
        {
            var metric = await session.FindMetricAsync(key, 0, cancellationToken).ConfigureAwait(false);
            after.PinnedMetricVersions[key] = metric!.Version;
        }

        return after;
    };

    public LifecycleStep Ramp(RampExperimentRequest request) => (_, before, violations, _) =>
    {
        var present = Allocations.TrafficOf(before);
        violations.AddIf(
            request.TrafficBasisPoints <= present || request.TrafficBasisPoints > Evaluation.Bucketing.BucketCount,
            "traffic_basis_points",
            $"{request.TrafficBasisPoints} is refused: traffic only rises; give more than the present {present}, at most 10000");
        violations.ThrowIfAny();
        var after = before.Clone();
        after.TrafficBasisPoints = request.TrafficBasisPoints;
        Allocations.Renew(after);
        return Task.FromResult(after);
    };

    public LifecycleStep Conclude(ConcludeExperimentRequest request) => async (session, before, violations, cancellationToken) =>
    {
        violations.AddIf(
            request.Decision == Decision.Unspecified || !System.Enum.IsDefined(request.Decision),
            "decision",
            "is missing: give SHIPPED, ROLLED_BACK or INCONCLUSIVE");
        var ships = request.Decision == Decision.Shipped;
        violations.AddIf(!ships && request.ShippedVariant.Length > 0, "shipped_variant", "is given without the decision SHIPPED: leave it empty");
        violations.AddIf(
            ships && before.Variants.All(variant => variant.Variant != request.ShippedVariant),
            "shipped_variant",
            $"'{Violations.Shown(request.ShippedVariant)}' is not in the experiment: give one of {string.Join(", ", before.Variants.Select(variant => variant.Variant))}");
        var endTime = TimeOf(violations, "end_time", request.EndTime, session.Now);
        violations.AddIf(endTime < before.StartTime.ToDateTime(), "end_time", $"{endTime:O} is before the start at {before.StartTime.ToDateTime():O}");
        violations.ThrowIfAny();

        var after = before.Clone();
        after.EndTime = Timestamp.FromDateTime(endTime);
        after.Decision = request.Decision;
        after.ShippedVariant = request.ShippedVariant;
        if (ships)
        {
            await ShipAsync(session, after, cancellationToken).ConfigureAwait(false);
        }

        return after;
    };

    public LifecycleStep Archive() => (_, before, _, _) => Task.FromResult(before.Clone());

    private static async Task ShipAsync(WriteSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        var flag = await session.FindFlagAsync(experiment.FlagKey, cancellationToken).ConfigureAwait(false)
            ?? throw ControlException.NotFound($"flags/{experiment.FlagKey}");
        if (flag.DefaultVariant != experiment.ShippedVariant)
        {
            var shipped = flag.Clone();
            shipped.DefaultVariant = experiment.ShippedVariant;

            // One change, one audit event: that of the conclusion, which names the variant.
            session.Put(shipped, flag);
        }
    }

    /// <summary>A time that must not lie ahead; unset means now.</summary>
    private static DateTime TimeOf(Violations violations, string field, Timestamp? given, DateTime now)
    {
        if (given is null)
        {
            return now;
        }

        var time = Times.Read(violations, field, given);
        violations.AddIf(time > now, field, $"{time:O} is in the future: give a time that has passed, or none for now");
        return time ?? now;
    }
}
