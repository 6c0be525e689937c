using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Configuration;

/// <summary>
/// What a running experiment compares must stay what it is: the values of its variants, the rules that come before it,
/// and the segments that say who is in it. The kill switch stays free.
/// </summary>
internal static class RunningGuards
{
    /// <exception cref="ControlException">InUse, with everything that would change under a running experiment.</exception>
    public static async Task CheckAsync(ReadSession session, Flag before, Flag after, CancellationToken cancellationToken)
    {
        var running = (await session.ListExperimentsOnFlagAsync(after.Key, cancellationToken).ConfigureAwait(false))
            .Where(experiment => experiment.State == ExperimentState.Running)
            .ToList();
        if (running.Count == 0)
        {
            return;
        }

        var changed = new Violations();
        var given = running.SelectMany(experiment => experiment.Variants).Select(variant => variant.Variant).ToHashSet(StringComparer.Ordinal);
        foreach (var variant in before.Variants.Where(variant => given.Contains(variant.Key)))
        {
            var now = after.Variants.FirstOrDefault(other => other.Key == variant.Key);
            changed.AddIf(now is not null && !now.Value.Equals(variant.Value), $"flag.variants[{variant.Key}].value", "would change");
        }

        changed.AddIf(!before.Rules.Equals(after.Rules), "flag.rules", "would change: they decide before the experiment does");
        changed.AddIf(!before.Prerequisites.Equals(after.Prerequisites), "flag.prerequisites", "would change: they decide before the experiment does");
        ThrowIfAny(changed, $"flags/{after.Key}", running.Select(experiment => experiment.Key));
    }

    /// <exception cref="ControlException">InUse, when the segment says who is in a running experiment.</exception>
    public static async Task CheckAsync(ReadSession session, Segment before, Segment after, CancellationToken cancellationToken)
    {
        var changed = new Violations();
        changed.AddIf(!Equals(before.Condition, after.Condition), "segment.condition", "would change");
        changed.AddIf(!before.IncludedUnits.ToHashSet().SetEquals(after.IncludedUnits), "segment.included_units", "would change");
        changed.AddIf(!before.ExcludedUnits.ToHashSet().SetEquals(after.ExcludedUnits), "segment.excluded_units", "would change");
        if (changed.All.Count == 0)
        {
            return;
        }

        var all = await session.ListSegmentsAsync(new ResourceQuery("", "", int.MaxValue), cancellationToken).ConfigureAwait(false);
        var segments = all.ToDictionary(segment => segment.Key, StringComparer.Ordinal);
        var users = new List<string>();
        foreach (var experiment in await Reservations.RunningAsync(session, cancellationToken).ConfigureAwait(false))
        {
            var flag = await session.FindFlagAsync(experiment.FlagKey, cancellationToken).ConfigureAwait(false);
            var conditions = (flag?.Rules.Select(rule => rule.Condition) ?? []).Prepend(experiment.Targeting);
            if (Reaches(conditions.SelectMany(Conditions.SegmentsIn), after.Key, segments))
            {
                users.Add(experiment.Key);
            }
        }

        if (users.Count > 0)
        {
            ThrowIfAny(changed, $"segments/{after.Key}", users);
        }
    }

    /// <summary>Whether one of these segments is, or is made of, another.</summary>
    private static bool Reaches(IEnumerable<string> from, string wanted, Dictionary<string, Segment> segments)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from);
        while (open.TryPop(out var key))
        {
            if (key == wanted)
            {
                return true;
            }

            if (seen.Add(key) && segments.TryGetValue(key, out var segment))
            {
                foreach (var next in Conditions.SegmentsIn(segment.Condition))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private static void ThrowIfAny(Violations changed, string resource, IEnumerable<string> users)
    {
        if (changed.All.Count > 0)
        {
            var names = string.Join(", ", users.Take(20).Select(key => $"experiments/{key}"));
            throw new ControlException(
                ControlError.InUse,
                Violations.Sentence($"{resource} is what the running {names} compares; conclude it first, or turn the flag off: ", changed.All),
                changed.All)
            {
                Facts = { ["needed_by"] = names.Replace(", ", ",", StringComparison.Ordinal) },
            };
        }
    }
}
