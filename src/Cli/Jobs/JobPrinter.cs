using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Jobs;

/// <summary>Jobs and runs for people. Times are UTC.</summary>
internal static class JobPrinter
{
    /// <summary>All jobs, one line each.</summary>
    public static void Print(IAnsiConsole console, IEnumerable<Job> jobs)
    {
        var table = Tables.Of("Job", "Schedule", "Next", "Last", "Outcome", "What it does");
        foreach (var job in jobs)
        {
            table.Add(
                job.Name,
                ScheduleOf(job),
                TimeOf(job.NextRunTime),
                TimeOf(job.LastRun?.ScheduledTime),
                job.LastRun is null ? "never run" : Word(job.LastRun),
                job.Description);
        }

        console.Write(table);
    }

    /// <summary>Runs, one line each.</summary>
    public static void Print(IAnsiConsole console, IEnumerable<JobRun> runs)
    {
        var table = Tables.Of("Job", "Due", "Outcome", "Took", "Attempt", "By", "Message");
        foreach (var run in runs)
        {
            table.Add(
                run.Job,
                TimeOf(run.ScheduledTime),
                Word(run),
                run.EndTime is null ? "" : Invariant($"{run.DurationMillis} ms"),
                Invariant($"{run.Attempt}"),
                run.Cause == JobRunCause.Call ? run.RequestedBy : "schedule",
                run.Message);
        }

        console.Write(table);
    }

    /// <summary>One job in full.</summary>
    public static void Print(IAnsiConsole console, Job job)
    {
        console.WriteLine($"{job.Name}: {job.Description}");
        console.WriteLine();
        console.WriteLine(job.Explanation);
        console.WriteLine();
        console.WriteLine($"schedule   {ScheduleOf(job)}");
        console.WriteLine(job.MisfireRule == "run_once" ? "missed     one run makes up for all missed times" : "missed     the next time is waited for");
        console.WriteLine(Invariant($"fresh      {job.FreshnessHours:0.##} h after a good run"));
        if (job.NextRunTime is not null)
        {
            console.WriteLine($"next       {TimeOf(job.NextRunTime)}");
        }

        if (job.Paused)
        {
            console.WriteLine($"paused     by {job.PausedBy} at {TimeOf(job.PauseTime)}: {job.PauseReason}");
        }

        console.WriteLine($"last       {(job.LastRun is null ? "never run" : Sentence(job.LastRun))}");
    }

    /// <summary>A run in one line.</summary>
    public static string Sentence(JobRun run) => run.EndTime is null
        ? $"{run.Job}, due {TimeOf(run.ScheduledTime)}: {Word(run)}"
        : Invariant($"{run.Job}, due {TimeOf(run.ScheduledTime)}: {Word(run)} in {run.DurationMillis} ms: {run.Message}");

    private static string ScheduleOf(Job job) => job switch
    {
        { Paused: true } => "paused",
        { Schedule: "" } => "on request",
        _ => job.Schedule,
    };

    private static string Word(JobRun run) => run.State.ToString().ToLowerInvariant();

    private static string TimeOf(Timestamp? time) => time is null ? "" : time.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
