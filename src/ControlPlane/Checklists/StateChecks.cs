using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Checklists;

/// <summary>The checks that the control plane's own state answers.</summary>
internal static class StateChecks
{
    public static async Task<LaunchSubject> CheckAsync(
        LaunchChecks checks, ReadSession session, string key, DateTime now, CancellationToken cancellationToken)
    {
        var experiment = await session.FindExperimentAsync(key, cancellationToken).ConfigureAwait(false) ?? throw ControlException.NotFound($"experiments/{key}");
        CheckState(checks, experiment);
        var missing = new Violations();
        await ReviewRequirements.CheckAsync(missing, session, experiment, cancellationToken).ConfigureAwait(false);
        checks.Add("review", missing, "nothing is missing");

        var obstacles = new Violations();
        var holders = await Reservations.HoldersAsync(session, cancellationToken).ConfigureAwait(false);
        await Reservations.CheckAsync(obstacles, session, experiment, holders, cancellationToken).ConfigureAwait(false);
        checks.Add("reservation", obstacles, experiment.LayerKey.Length > 0 ? $"its slice of layers/{experiment.LayerKey} is free" : $"flags/{experiment.FlagKey} is free");
        await CheckFlagAsync(checks, session, experiment, cancellationToken).ConfigureAwait(false);
        CheckSchedule(checks, experiment, now);

        var metrics = new List<Metric>();
        foreach (var (_, metricKey) in ReviewRequirements.MetricsOf(experiment))
        {
            if (await session.FindMetricAsync(metricKey, 0, cancellationToken).ConfigureAwait(false) is { } metric)
            {
                metrics.Add(metric);
            }
        }

        return new LaunchSubject(experiment, metrics, session.Revision);
    }

    private static void CheckState(LaunchChecks checks, Experiment experiment)
    {
        var state = StateMachine.NameOf(experiment.State);
        switch (experiment.State)
        {
            case ExperimentState.Approved:
                checks.Add("state", LaunchCheckStatus.Pass, $"{state} by {experiment.ApprovedBy}");
                break;
            case ExperimentState.Draft or ExperimentState.Review:
                checks.Add("state", LaunchCheckStatus.Warn, $"{state}: somebody else has to approve it before it can start");
                break;
            default:
                checks.Add("state", LaunchCheckStatus.Fail, $"{state}: it cannot start from there");
                break;
        }
    }

    private static async Task CheckFlagAsync(LaunchChecks checks, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        var flag = await session.FindFlagAsync(experiment.FlagKey, cancellationToken).ConfigureAwait(false);
        if (flag is null)
        {
            checks.Add("flag", LaunchCheckStatus.Fail, $"there is no flags/{experiment.FlagKey}");
        }
        else if (!flag.Enabled)
        {
            checks.Add("flag", LaunchCheckStatus.Warn, $"flags/{flag.Key} is off: nobody gets a variant until it is on");
        }
        else
        {
            checks.Add("flag", LaunchCheckStatus.Pass, $"flags/{flag.Key} is on");
        }
    }

    private static void CheckSchedule(LaunchChecks checks, Experiment experiment, DateTime now)
    {
        var starting = experiment.Clone();
        var start = experiment.ScheduledStartTime?.ToDateTime() is { } scheduled && scheduled > now ? scheduled : now;
        starting.StartTime = Timestamp.FromDateTime(start);
        var passed = new Violations();
        ScheduleRules.CheckStart(passed, starting, start);
        var steps = experiment.RampSteps.Count;
        checks.Add("schedule", passed, $"starts {(start > now ? $"{start:u}" : "by hand")}, {steps} ramp steps, ends {(experiment.PlannedEndTime is { } end ? $"{end.ToDateTime():u}" : $"after {Limits.PlannedDays} days")}");
    }
}
