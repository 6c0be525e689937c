using System.Globalization;
using GrpcExp.ControlPlane.Jobs;
using GrpcExp.Settings;
using Quartz;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Reads the options of jobs, noting everything that is wrong with them.</summary>
internal sealed class JobOptions(SettingValues given, List<string> problems)
{
    /// <summary>The model; of use only when nothing was noted.</summary>
    /// <param name="dataDir">Folder of the embedded size; null for the server size.</param>
    /// <param name="redis">host:port that snapshots are published to; null for none.</param>
    public JobsModel Validate(string? dataDir, string? redis) =>
        new(RunByThemselves(), Schedules(), LongestExperiment(), Readouts(dataDir), redis, Webhook());

    private bool RunByThemselves()
    {
        if (given[ControlPlaneSettings.Jobs] is not (null or "on" or "off"))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.Jobs)} '{given[ControlPlaneSettings.Jobs]}' is refused: write on or off.");
        }

        return given[ControlPlaneSettings.Jobs] != "off";
    }

    private TimeSpan LongestExperiment()
    {
        var days = Limits.LongestExperimentDays;
        if (given[ControlPlaneSettings.MaxExperimentDays] is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > Limits.MaxExperimentDays))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.MaxExperimentDays)} '{text}' is refused: give 1 to {Limits.MaxExperimentDays}.");
        }

        return TimeSpan.FromDays(days);
    }

    private string? Readouts(string? dataDir)
    {
        try
        {
            return given[ControlPlaneSettings.Readouts] is { } folder
                ? Directory.CreateDirectory(folder).FullName
                : dataDir is null ? null : Path.Combine(dataDir, "readouts");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.Readouts)} '{given[ControlPlaneSettings.Readouts]}' cannot be used: {exception.Message}");
            return null;
        }
    }

    /// <summary>The messages never repeat the URL: whoever knows it can write to the channel.</summary>
    private Uri? Webhook()
    {
        if (given[ControlPlaneSettings.AlertWebhook] is not { } text)
        {
            return null;
        }

        if (text.Length <= Limits.WebhookLength && Uri.TryCreate(text, UriKind.Absolute, out var webhook) && (webhook.Scheme == "https" || (webhook.Scheme == "http" && webhook.IsLoopback)))
        {
            return webhook;
        }

        problems.Add($"{given.Where(ControlPlaneSettings.AlertWebhook)} is refused: give an https URL of up to {Limits.WebhookLength} characters; http only on this machine.");
        return null;
    }

    private Dictionary<string, string> Schedules()
    {
        var schedules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (given[ControlPlaneSettings.JobSchedules] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (name, schedule) = equals < 0 ? (part, "") : (part[..equals].Trim(), part[(equals + 1)..].Trim());
            if (JobCatalog.Find(name) is null)
            {
                problems.Add($"{given.Where(ControlPlaneSettings.JobSchedules)} '{name}' is no job: there are {string.Join(", ", JobCatalog.All.Select(job => job.Name))}.");
            }
            else if (schedule.Length is 0 or > Limits.ScheduleLength || !CronExpression.TryParse(schedule, out _))
            {
                problems.Add(
                    $"{given.Where(ControlPlaneSettings.JobSchedules)} {name}='{schedule}' is no schedule: write second, minute, hour, day of month, month and day of week in Quartz's cron syntax, for example '0 10 * * * ?'.");
            }
            else if (!schedules.TryAdd(name, schedule))
            {
                problems.Add($"{given.Where(ControlPlaneSettings.JobSchedules)} gives {name} twice: give it once.");
            }
        }

        return schedules;
    }
}
