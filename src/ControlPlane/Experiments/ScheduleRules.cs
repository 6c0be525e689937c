using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>Decides whether the dates of an experiment make sense: when it is to start, how traffic rises, when it ends.</summary>
internal static class ScheduleRules
{
    /// <summary>Notes all violations of a draft's dates.</summary>
    public static void Check(Violations violations, Experiment experiment, DateTime now)
    {
        var start = Future(violations, "experiment.scheduled_start_time", experiment.ScheduledStartTime, now);
        var last = CheckRamp(violations, experiment, start ?? now, now);
        if (Future(violations, "experiment.planned_end_time", experiment.PlannedEndTime, now) is { } end)
        {
            violations.AddIf(end <= start, "experiment.planned_end_time", $"{end:O} is not after the scheduled start at {start:O}");
            violations.AddIf(end <= last, "experiment.planned_end_time", $"{end:O} is not after the last ramp step at {last:O}");
            CheckLength(violations, start ?? now, end);
        }
    }

    /// <summary>Notes what has passed, or would last too long, if the experiment started at this time.</summary>
    /// <param name="obstacles">Gets what stands in the way.</param>
    /// <param name="experiment">The experiment, with its start time.</param>
    /// <param name="now">The present.</param>
    public static void CheckStart(Violations obstacles, Experiment experiment, DateTime now)
    {
        if (experiment.PlannedEndTime?.ToDateTime() is { } end)
        {
            obstacles.AddIf(end <= now, "experiment.planned_end_time", $"{end:O} has passed: ask for changes, and plan a later end");
            CheckLength(obstacles, experiment.StartTime.ToDateTime(), end);
        }

        for (var i = 0; i < experiment.RampSteps.Count; i++)
        {
            // To jump over a step would be the opposite of what it is for.
            var step = experiment.RampSteps[i].RampTime.ToDateTime();
            obstacles.AddIf(step <= now, $"experiment.ramp_steps[{i}].ramp_time", $"{step:O} has passed: ask for changes, and plan later steps");
        }
    }

    private static DateTime? CheckRamp(Violations violations, Experiment experiment, DateTime start, DateTime now)
    {
        const string Field = "experiment.ramp_steps";
        violations.AddIf(experiment.RampSteps.Count > Limits.RampSteps, Field, $"has {experiment.RampSteps.Count}, over the limit of {Limits.RampSteps}");
        var (traffic, time) = (Allocations.TrafficOf(experiment), start);
        for (var i = 0; i < Math.Min(experiment.RampSteps.Count, Limits.RampSteps); i++)
        {
            var step = experiment.RampSteps[i];
            violations.AddIf(step.RampTime is null, $"{Field}[{i}].ramp_time", "is missing: say when traffic rises");
            if (Future(violations, $"{Field}[{i}].ramp_time", step.RampTime, now) is { } when)
            {
                violations.AddIf(when <= time, $"{Field}[{i}].ramp_time", $"{when:O} is not after {time:O}, {(i == 0 ? "the start" : "the step before")}");
                time = when;
            }

            violations.AddIf(
                step.TrafficBasisPoints <= traffic || step.TrafficBasisPoints > Evaluation.Bucketing.BucketCount,
                $"{Field}[{i}].traffic_basis_points",
                $"{step.TrafficBasisPoints} is refused: traffic only rises; give more than {traffic}, at most {Evaluation.Bucketing.BucketCount}");
            traffic = Math.Max(traffic, step.TrafficBasisPoints);
        }

        return experiment.RampSteps.Count == 0 ? null : time;
    }

    private static void CheckLength(Violations violations, DateTime start, DateTime end) => violations.AddIf(
        end - start > TimeSpan.FromDays(Limits.PlannedDays),
        "experiment.planned_end_time",
        $"{end:O} is more than {Limits.PlannedDays} days after the start at {start:O}: plan an earlier end");

    private static DateTime? Future(Violations violations, string field, Timestamp? given, DateTime now)
    {
        var time = given is null ? null : Times.Read(violations, field, given);
        violations.AddIf(time <= now, field, $"{time:O} has passed: give a time in the future, or none");
        return time;
    }
}
