using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Decides whether an environment may hold out these units.</summary>
internal static class HoldoutRules
{
    /// <exception cref="ControlException">InvalidArgument with every violation.</exception>
    public static void Check(Violations violations, Holdout holdout)
    {
        RangeRules.Check(violations, "holdout.ranges", holdout.Ranges);
        violations.ThrowIfAny();
    }

    /// <summary>
    /// Units that come in are new to an experiment, as with a ramp; units that go out were exposed already, and would be
    /// counted with a variant that they no longer get.
    /// </summary>
    /// <exception cref="ControlException">InUse, naming the running experiments that would lose units.</exception>
    public static async Task RequireFreeAsync(ReadSession session, Holdout before, Holdout after, CancellationToken cancellationToken)
    {
        if (RangeRules.FirstBeyond(after.Ranges, before.Ranges) is not { } taken)
        {
            return;
        }

        var running = await Reservations.RunningAsync(session, cancellationToken).ConfigureAwait(false);
        if (running.Count > 0)
        {
            var names = running.Take(ConfigurationUsers.Shown).Select(experiment => $"experiments/{experiment.Key}").ToList();
            throw new ControlException(
                ControlError.InUse,
                $"The holdout would take bucket {taken} out of the running {string.Join(", ", names)}; conclude these first, or hold out less than before.",
                [new FieldViolation("holdout.ranges", $"bucket {taken} is not held out now")])
            {
                Facts = { ["needed_by"] = string.Join(",", names) },
            };
        }
    }
}
