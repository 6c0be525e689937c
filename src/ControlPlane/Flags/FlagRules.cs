using System.Text;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;
using Enum = System.Enum;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Decides whether a flag may be stored: its own contract, what it refers to, and who refers to it.</summary>
internal static class FlagRules
{
    /// <summary>A well-formed key that stands in for a malformed one, so that the rest of the flag is judged too.</summary>
    private const string StandIn = "-";

    /// <summary>Puts a request into one form, so that a repeat of it is recognised however its maps were ordered.</summary>
    public static void Normalise(Flag flag)
    {
        var forced = flag.ForcedUnits.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        flag.ForcedUnits.Clear();
        foreach (var (unit, variant) in forced)
        {
            flag.ForcedUnits.Add(unit, variant);
        }
    }

    /// <exception cref="ControlException">InvalidArgument, PrerequisiteCycle or InUse.</exception>
    public static async Task CheckAsync(Violations violations, ReadSession session, Flag flag, Flag? before, CancellationToken cancellationToken)
    {
        var keyFits = violations.Key("flag.key", flag.Key);
        violations.Required("flag.owner", flag.Owner, Limits.OwnerLength);
        violations.Text("flag.description", flag.Description, Limits.DescriptionLength);
        CheckType(violations, flag, before);
        foreach (var variant in flag.Variants)
        {
            violations.Text($"flag.variants[{Violations.Shown(variant.Key)}].description", variant.Description, Limits.DescriptionLength);
        }

        foreach (var rule in flag.Rules)
        {
            CheckTime(violations, $"flag.rules[{Violations.Shown(rule.Key)}].start_time", rule.StartTime);
            CheckTime(violations, $"flag.rules[{Violations.Shown(rule.Key)}].end_time", rule.EndTime);
        }

        violations.AddIf(
            flag.ForcedUnits.Keys.Any(unit => Encoding.UTF8.GetByteCount(unit) > Limits.UnitIdBytes),
            "flag.forced_units",
            $"a unit id is over the limit of {Limits.UnitIdBytes} bytes");

        var judged = flag.Clone();
        judged.Key = keyFits ? flag.Key : StandIn;
        // A type that was refused above would be refused once more for every value.
        var typeFits = flag.Type != FlagType.Unspecified && Enum.IsDefined(flag.Type) && (before is null || flag.Type == before.Type);
        judged.HashVersion = before?.HashVersion ?? 1;
        var neighbourhood = new Neighbourhood(session);
        await neighbourhood.AddAsync(judged, cancellationToken).ConfigureAwait(false);
        if (before is not null)
        {
            await neighbourhood.AddDependentsAsync(flag.Key, cancellationToken).ConfigureAwait(false);
        }

        var cycle = Cycles.Find(judged.Key, key => neighbourhood.Flags.TryGetValue(key, out var found) ? found.Prerequisites.Select(next => next.FlagKey) : []);
        var own = $"flags[{judged.Key}]";
        var others = new List<FieldViolation>();
        foreach (var problem in neighbourhood.Problems())
        {
            if (problem.Path.StartsWith(own, StringComparison.Ordinal))
            {
                var field = "flag" + problem.Path[own.Length..];
                var known = field == "flag.type" || (!typeFits && field.EndsWith(".value", StringComparison.Ordinal)) || (cycle is not null && field == "flag.prerequisites");
                violations.AddIf(!known, field, problem.Message);
            }
            else if (cycle is null)
            {
                others.Add(new FieldViolation(problem.Path, problem.Message));
            }
        }

        violations.ThrowIfAny();
        if (cycle is not null)
        {
            throw new ControlException(ControlError.PrerequisiteCycle, $"Prerequisites would go in a circle: {string.Join(" -> ", cycle)}. Take one of them out.");
        }

        if (others.Count > 0)
        {
            throw new ControlException(ControlError.InUse, Violations.Sentence($"flags/{flag.Key} is needed as it is: ", others), others);
        }
    }

    // What is no time would be clamped to one.
    private static void CheckTime(Violations violations, string field, Timestamp? time)
    {
        if (time is not null)
        {
            Times.Read(violations, field, time);
        }
    }

    private static void CheckType(Violations violations, Flag flag, Flag? before)
    {
        if (flag.Type == FlagType.Unspecified || !Enum.IsDefined(flag.Type))
        {
            violations.Add("flag.type", "is not set: give BOOL, STRING, INT, DOUBLE or JSON");
        }
        else if (before is not null && before.Type != flag.Type)
        {
            violations.Add("flag.type", $"{flag.Type} is refused: the type is fixed as {before.Type}; create another flag instead");
        }
    }
}
