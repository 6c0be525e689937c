using System.Text;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Decides whether a segment may be stored.</summary>
internal static class SegmentRules
{
    private const string StandIn = "-";

    /// <exception cref="ControlException">InvalidArgument, or InUse when whoever uses the segment would exceed a limit.</exception>
    public static async Task CheckAsync(Violations violations, ReadSession session, Segment segment, Segment? before, CancellationToken cancellationToken)
    {
        var keyFits = violations.Key("segment.key", segment.Key);
        violations.Text("segment.description", segment.Description, Limits.DescriptionLength);
        CheckUnits(violations, "segment.included_units", segment.IncludedUnits);
        CheckUnits(violations, "segment.excluded_units", segment.ExcludedUnits);

        var judged = segment.Clone();
        judged.Key = keyFits ? segment.Key : StandIn;
        var neighbourhood = new Neighbourhood(session);
        await neighbourhood.AddAsync(judged, cancellationToken).ConfigureAwait(false);
        if (before is not null)
        {
            await AddUsersAsync(neighbourhood, session, cancellationToken).ConfigureAwait(false);
        }

        var cycle = Cycles.Find(judged.Key, key => neighbourhood.Segments.TryGetValue(key, out var found) ? Conditions.SegmentsIn(found.Condition) : []);
        violations.AddIf(cycle is not null, "segment.condition", $"segments would go in a circle: {string.Join(" -> ", cycle ?? [])}");
        var own = $"segments[{judged.Key}]";
        var others = new List<FieldViolation>();
        foreach (var problem in cycle is null ? neighbourhood.Problems() : [])
        {
            if (problem.Path.StartsWith(own, StringComparison.Ordinal))
            {
                violations.Add("segment" + problem.Path[own.Length..], problem.Message);
            }
            else
            {
                others.Add(new FieldViolation(problem.Path, problem.Message));
            }
        }

        violations.ThrowIfAny();
        if (others.Count > 0)
        {
            throw new ControlException(ControlError.InUse, Violations.Sentence($"segments/{segment.Key} is used where it would not fit: ", others), others);
        }
    }

    // Segments change seldom, so the whole configuration is judged instead of keeping an index of who uses which.
    private static async Task AddUsersAsync(Neighbourhood neighbourhood, ReadSession session, CancellationToken cancellationToken)
    {
        var all = new ResourceQuery("", "", int.MaxValue);
        foreach (var other in await session.ListSegmentsAsync(all, cancellationToken).ConfigureAwait(false))
        {
            if (!neighbourhood.Segments.ContainsKey(other.Key))
            {
                await neighbourhood.AddAsync(other, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var flag in await session.ListFlagsAsync(all, cancellationToken).ConfigureAwait(false))
        {
            await neighbourhood.AddAsync(flag, cancellationToken).ConfigureAwait(false);
        }

        foreach (var experiment in await session.ListExperimentsAsync(all, ExperimentState.Running, cancellationToken).ConfigureAwait(false))
        {
            await neighbourhood.AddAsync(experiment, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void CheckUnits(Violations violations, string field, IEnumerable<string> units) => violations.AddIf(
        units.Any(unit => unit.Length == 0 || Encoding.UTF8.GetByteCount(unit) > Limits.UnitIdBytes),
        field,
        $"has a unit id that is empty or over the limit of {Limits.UnitIdBytes} bytes");
}
