using GrpcExp.ControlPlane.Jobs;
using Quartz;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Reads the options of jobs, noting everything that is wrong with them.</summary>
internal sealed class JobOptions(ControlPlaneConfig config, List<string> problems)
{
    public JobsModel Validate() => new(RunByThemselves(), Schedules());

    private bool RunByThemselves()
    {
        if (config.Jobs is not (null or "on" or "off"))
        {
            problems.Add($"--jobs '{config.Jobs}' is refused: write on or off.");
        }

        return config.Jobs != "off";
    }

    private Dictionary<string, string> Schedules()
    {
        var schedules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (config.JobSchedules ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (name, schedule) = equals < 0 ? (part, "") : (part[..equals].Trim(), part[(equals + 1)..].Trim());
            if (JobCatalog.Find(name) is null)
            {
                problems.Add($"--job-schedules '{name}' is no job: there are {string.Join(", ", JobCatalog.All.Select(job => job.Name))}.");
            }
            else if (schedule.Length is 0 or > Limits.ScheduleLength || !CronExpression.TryParse(schedule, out _))
            {
                problems.Add(
                    $"--job-schedules {name}='{schedule}' is no schedule: write second, minute, hour, day of month, month and day of week in Quartz's cron syntax, for example '0 10 * * * ?'.");
            }
            else if (!schedules.TryAdd(name, schedule))
            {
                problems.Add($"--job-schedules gives {name} twice: give it once.");
            }
        }

        return schedules;
    }
}
