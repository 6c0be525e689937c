using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>The steps that move traffic: start, ramp, conclude.</summary>
internal static class RunSteps
{
    public static LifecycleStep Start(StartExperimentRequest request) => async (session, before, violations, cancellationToken) =>
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

        ScheduleRules.CheckStart(obstacles, after, session.Now);
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

    public static LifecycleStep Ramp(RampExperimentRequest request) => (_, before, violations, _) =>
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

    /// <param name="request">The decision.</param>
    /// <param name="reading">What the warehouse said about a scorecard, read before the environment was locked.</param>
    public static LifecycleStep Conclude(ConcludeExperimentRequest request, ScorecardReading reading) => async (session, before, violations, cancellationToken) =>
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
        after.FrozenScorecard = reading.Freeze(session, before.Key);
        if (request.Decision is Decision.Shipped or Decision.RolledBack)
        {
            var winner = ships ? request.ShippedVariant : before.Variants.Single(variant => variant.Control).Variant;
            await MakeDefaultAsync(session, before.FlagKey, winner, cancellationToken).ConfigureAwait(false);
        }

        return after;
    };

    private static async Task MakeDefaultAsync(WriteSession session, string flagKey, string variant, CancellationToken cancellationToken)
    {
        var flag = await session.FindFlagAsync(flagKey, cancellationToken).ConfigureAwait(false)
            ?? throw ControlException.NotFound($"flags/{flagKey}");
        if (flag.DefaultVariant != variant)
        {
            var changed = flag.Clone();
            changed.DefaultVariant = variant;

            // One change, one audit event: that of the conclusion, which names the decision.
            session.Put(changed, flag);
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
