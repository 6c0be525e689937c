using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Jobs by the clock: once for each time, in one process or several, and what becomes of times that passed meanwhile.</summary>
[Trait("Promise", "P6")]
public sealed class JobScheduleTests
{
    private const string EverySecond = "upkeep=* * * * * ?";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_replicas_started_together_run_every_time_once()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        var servers = await Task.WhenAll(StartAsync(home), StartAsync(home));
        await using var one = servers[0];
        await using var other = servers[1];
        var jobs = Jobs(one);

        await Eventually.HoldsAsync(async () => (await JobHistory.OfAsync(jobs, "upkeep")).Count(run => run.EndTime is not null) >= 6, "six times pass");

        var runs = (await JobHistory.OfAsync(jobs, "upkeep")).Where(run => run.EndTime is not null).ToList();
        Assert.All(runs, run => Assert.Equal((JobRunState.Succeeded, 1, JobRunCause.Schedule), (run.State, run.Attempt, run.Cause)));
        var seconds = runs.Select(run => run.ScheduledTime.Seconds).Order().ToList();
        Assert.Equal(Enumerable.Range(0, seconds.Count).Select(i => seconds[0] + i), seconds);

        // The rows cannot double, so the logs must tell that the work was done once, and that nobody even began it twice.
        foreach (var run in runs)
        {
            var line = $"Job upkeep, due {run.ScheduledTime.ToDateTime().ToString("O", CultureInfo.InvariantCulture)}, ";
            Assert.Single(one.Errors.Concat(other.Errors), text => text.Contains(line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Embedded_a_job_runs_by_the_clock_until_it_is_paused()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await StartAsync(home);
        var jobs = Jobs(server);
        await Eventually.HoldsAsync(async () => (await JobHistory.OfAsync(jobs, "upkeep")).Count > 0, "it runs");
        var shown = await jobs.GetJobAsync(new GetJobRequest { Job = "upkeep" });
        Assert.Equal(("* * * * * ?", 24), (shown.Schedule, shown.FreshnessHours));
        Assert.NotNull(shown.NextRunTime);

        var paused = await jobs.PauseJobAsync(new PauseJobRequest { Job = "upkeep", Reason = "test" });

        Assert.Null(paused.NextRunTime);
        await Eventually.HoldsAsync(() => Task.FromResult(server.Errors.Count(line => line.Contains("is paused", StringComparison.Ordinal)) >= 2), "times pass it by");
        Assert.DoesNotContain(
            await JobHistory.OfAsync(jobs, "upkeep"), run => run.ScheduledTime.ToDateTime() > paused.PauseTime.ToDateTime().AddSeconds(1));
    }

    [Fact]
    public async Task Embedded_one_run_makes_up_for_the_times_missed_while_no_server_ran()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using (var before = await home.StartAsync())
        {
            await JobHistory.EndedAsync(Jobs(before), await Jobs(before).RunJobAsync(new RunJobRequest { Job = "upkeep" }));
            await before.StopAsync();
        }

        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(home.Folder, "control.db")};Pooling=false"))
        {
            await connection.OpenAsync(Cancelled);
            using var command = connection.CreateCommand();
            command.CommandText = "update job_runs set scheduled_at = datetime(scheduled_at, '-3 days')";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancelled));
        }

        await AssertMadeUpAsync(await home.StartAsync("--jobs", "on"), before: 1);
    }

    [Fact]
    public async Task Replicas_make_up_once_for_the_times_missed_while_none_of_them_ran()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await using (var before = await home.StartAsync("--jobs", "on"))
        {
            await Eventually.HoldsAsync(async () => await ExecuteAsync(home, "update qrtz_triggers set description = description where trigger_name = 'upkeep'") == 1, "the schedule is stored");
            await before.StopAsync();
        }

        // Ticks of .NET, as the scheduler stores times.
        var past = DateTime.UtcNow.AddDays(-3).Ticks.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(1, await ExecuteAsync(home, $"update qrtz_triggers set next_fire_time = {past} where trigger_name = 'upkeep'"));

        await AssertMadeUpAsync(await home.StartAsync("--jobs", "on"), before: 0);
    }

    /// <summary>The default schedule is ten past every hour: the run is that of the last of them.</summary>
    private static async Task AssertMadeUpAsync(ControlPlaneProcess started, int before)
    {
        await using var server = started;
        var jobs = Jobs(server);
        await Eventually.HoldsAsync(
            async () => (await JobHistory.OfAsync(jobs, "upkeep")) is [{ Cause: JobRunCause.Schedule, EndTime: not null }, ..], "a run makes up for the missed ones");

        var runs = await JobHistory.OfAsync(jobs, "upkeep");
        Assert.Equal(before + 1, runs.Count);
        var due = runs[0].ScheduledTime.ToDateTime();
        Assert.Equal((10, 0), (due.Minute, due.Second));
        Assert.InRange(DateTime.UtcNow - due, TimeSpan.Zero, TimeSpan.FromMinutes(62));
    }

    private static Task<ControlPlaneProcess> StartAsync(ControlPlaneHome home) => home.StartAsync("--jobs", "on", "--job-schedules", EverySecond);

    private static JobService.JobServiceClient Jobs(ControlPlaneProcess server) => new(server.AsAdmin());

    private static async Task<int> ExecuteAsync(ControlPlaneHome home, string sql)
    {
        await using var connection = new NpgsqlConnection(home.ConnectionString);
        await connection.OpenAsync(Cancelled);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(Cancelled);
    }
}
