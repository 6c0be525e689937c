using GrpcExp.Contracts.Control.V1;
using Npgsql;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>A replica that is killed while it works: the other does the work, and it is done once.</summary>
[Trait("Promise", "P6")]
public sealed class JobRecoveryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_replica_had_begun_the_other_does_once()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await using (var first = await home.StartAsync())
        {
            await new EnforcedExperiment(first).StartAsync(daysAgo: 91);
            await first.StopAsync();
        }

        // The stop of the experiment and its alert are one transaction: held here, a replica hangs in the middle of it.
        await using var connection = new NpgsqlConnection(home.ConnectionString);
        await connection.OpenAsync(Cancelled);
        var barrier = await connection.BeginTransactionAsync(Cancelled);
        await using (var hold = new NpgsqlCommand("lock table alerts in access exclusive mode", connection, barrier))
        {
            await hold.ExecuteNonQueryAsync(Cancelled);
        }

        await using var one = await StartAsync(home, "enforcement=0 0 0 1 1 ? 2099");
        await using var other = await StartAsync(home, "enforcement=* * * * * ?");
        JobRun? begun = null;
        await Eventually.HoldsAsync(
            async () => (begun = (await RunsAsync(one)).FirstOrDefault(run => run.State == JobRunState.Running)) is not null, "a replica begins");
        await Eventually.HoldsAsync(
            async () => await CountAsync(home, "select count(*) from pg_locks where relation = 'alerts'::regclass and not granted") > 0, "it is in the middle of the stop");
        var (victim, survivor) = begun!.Instance.Contains($"-{one.Id}-", StringComparison.Ordinal) ? (one, other) : (other, one);

        await victim.StopAsync("KILL");
        await barrier.RollbackAsync(Cancelled);

        await Eventually.HoldsAsync(
            async () => (await RunsAsync(survivor)).Any(run => run.ScheduledTime.Equals(begun.ScheduledTime) && run.EndTime is not null), "the other takes over");
        var run = (await RunsAsync(survivor)).Single(run => run.ScheduledTime.Equals(begun.ScheduledTime));
        Assert.Equal((JobRunState.Succeeded, 2), (run.State, run.Attempt));
        Assert.Contains($"-{survivor.Id}-", run.Instance, StringComparison.Ordinal);
        var experiment = new EnforcedExperiment(survivor);
        Assert.Equal(ExperimentState.Concluded, (await experiment.ReadAsync()).State);
        Assert.Equal("system", Assert.Single(await experiment.ConclusionsAsync()).Actor);
        Assert.Equal(1, await CountAsync(home, "select count(*) from alerts where incident like 'stopped:%'"));
    }

    [Fact]
    public async Task What_a_stopped_replica_gives_back_the_other_does()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await using var one = await StartAsync(home, "upkeep=0 0 0 1 1 ? 2099");
        await using var connection = new NpgsqlConnection(home.ConnectionString);
        await connection.OpenAsync(Cancelled);
        var barrier = await connection.BeginTransactionAsync(Cancelled);
        await using (var hold = new NpgsqlCommand("lock table alerts in access exclusive mode", connection, barrier))
        {
            await hold.ExecuteNonQueryAsync(Cancelled);
        }

        var asked = await new JobService.JobServiceClient(one.AsAdmin()).RunJobAsync(new RunJobRequest { Job = "upkeep" });
        await Eventually.HoldsAsync(
            async () => await CountAsync(home, "select count(*) from pg_locks where relation = 'alerts'::regclass and not granted") > 0, "it is in the middle of the run");
        await using var other = await StartAsync(home, "upkeep=0 0 0 1 1 ? 2099");

        Assert.Equal(0, await one.StopAsync());
        await barrier.RollbackAsync(Cancelled);

        var jobs = new JobService.JobServiceClient(other.AsAdmin());
        var run = await JobHistory.EndedAsync(jobs, asked);
        Assert.Equal((JobRunState.Succeeded, 2, JobRunCause.Call, "admin"), (run.State, run.Attempt, run.Cause, run.RequestedBy));
    }

    private static Task<ControlPlaneProcess> StartAsync(ControlPlaneHome home, string schedule) => home.StartAsync("--jobs", "on", "--job-schedules", $"{schedule};due-moves=0 0 0 1 1 ? 2099");

    private static Task<IReadOnlyList<JobRun>> RunsAsync(ControlPlaneProcess server) => JobHistory.OfAsync(new JobService.JobServiceClient(server.AsAdmin()), "enforcement");

    private static async Task<long> CountAsync(ControlPlaneHome home, string sql)
    {
        await using var connection = new NpgsqlConnection(home.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }
}
