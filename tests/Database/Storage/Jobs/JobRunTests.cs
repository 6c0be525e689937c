using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Jobs;

namespace GrpcExp.Database.Storage.Jobs;

public sealed class SqliteJobRunTests() : JobRunTests(StorageEngine.Sqlite);

public sealed class PostgresJobRunTests() : JobRunTests(StorageEngine.Postgres);

[Trait("Promise", "P6")]
public abstract class JobRunTests(StorageEngine engine) : StorageTestBase(engine)
{
    private const string Job = "upkeep";

    private DateTime Due => Time.Now.UtcDateTime;

    [Fact]
    public async Task Of_fifty_firings_of_one_run_over_two_stores_one_begins_it()
    {
        JobRuns[] runs = [new(await OpenAsync()), new(await OpenAsync())];
        var due = Due;

        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => runs[i % 2].BeginAsync(Job, due, $"i{i}", takesOver: false, Cancelled), Cancelled)));

        Assert.Equal(1, Assert.Single(begun, attempt => attempt is not null));
        Assert.Equal(1, await CountAsync("select count(*) from job_runs"));
    }

    [Fact]
    public async Task A_run_is_taken_over_from_a_lost_instance_which_then_cannot_end_it()
    {
        var runs = new JobRuns(await OpenAsync());
        Assert.Equal(1, await runs.BeginAsync(Job, Due, "lost", takesOver: false, Cancelled));
        Assert.Null(await runs.BeginAsync(Job, Due, "other", takesOver: false, Cancelled));

        Assert.Equal(2, await runs.BeginAsync(Job, Due, "other", takesOver: true, Cancelled));

        Assert.False(await runs.EndAsync(Job, Due, 1, JobRunState.Failed, "too late", Cancelled));
        Assert.True(await runs.EndAsync(Job, Due, 2, JobRunState.Succeeded, "done", Cancelled));
        Assert.Null(await runs.BeginAsync(Job, Due, "third", takesOver: true, Cancelled));
        var run = await runs.FindAsync(Job, Due, Cancelled);
        Assert.Equal((JobRunState.Succeeded, 2, "other", "done"), (run!.State, run.Attempt, run.Instance, run.Message));
    }

    [Fact]
    public async Task A_run_that_is_given_back_is_begun_by_whoever_comes_next()
    {
        var runs = new JobRuns(await OpenAsync());
        await runs.BeginAsync(Job, Due, "stopping", takesOver: false, Cancelled);

        await runs.ReleaseAsync(Job, Due, 1, "stopped", Cancelled);

        Assert.Equal(JobRunState.Queued, Assert.Single(await runs.ListUnfinishedAsync(Cancelled)).State);
        Assert.Equal(2, await runs.BeginAsync(Job, Due, "next", takesOver: false, Cancelled));
    }

    [Fact]
    public async Task A_run_notes_how_long_it_took()
    {
        var runs = new JobRuns(await OpenAsync());
        var due = Due;
        await runs.BeginAsync(Job, due, "one", takesOver: false, Cancelled);
        Time.Now += TimeSpan.FromMilliseconds(1_500);

        await runs.EndAsync(Job, due, 1, JobRunState.Skipped, "nothing there", Cancelled);

        var run = (await runs.FindAsync(Job, due, Cancelled))!;
        Assert.Equal((due, due, due.AddMilliseconds(1_500)), (run.ScheduledTime.ToDateTime(), run.StartTime.ToDateTime(), run.EndTime.ToDateTime()));
        Assert.Equal((1_500, JobRunCause.Schedule), (run.DurationMillis, run.Cause));
    }

    [Fact]
    public async Task A_run_that_somebody_asks_for_is_audited_and_keeps_who_it_was()
    {
        var store = await OpenAsync();
        var runs = new JobRuns(store);

        var queued = await AskAsync(store);

        Assert.Equal(1, await CountAsync("select count(*) from audit_events where action = 'job.run'"));
        Assert.Equal(1, await runs.BeginAsync(Job, queued.ScheduledTime.ToDateTime(), "one", takesOver: false, Cancelled));
        var run = (await runs.FindAsync(Job, queued.ScheduledTime.ToDateTime(), Cancelled))!;
        Assert.Equal((JobRunCause.Call, "ada", JobRunState.Running), (run.Cause, run.RequestedBy, run.State));
    }

    [Fact]
    public async Task The_history_goes_from_the_newest_to_the_oldest_and_its_pages_follow_each_other()
    {
        var runs = new JobRuns(await OpenAsync());
        foreach (var (job, minute) in new[] { ("a", 1), ("a", 3), ("b", 2), ("b", 3), ("c", 4) })
        {
            await runs.BeginAsync(job, Due.AddMinutes(minute), "one", takesOver: false, Cancelled);
        }

        var first = await runs.ListAsync("", null, 2, Cancelled);
        var second = await runs.ListAsync("", new JobRunCursor(first[^1].ScheduledTime.ToDateTime(), first[^1].Job), 10, Cancelled);

        Assert.Equal(["c4", "b3", "a3", "b2", "a1"], first.Concat(second).Select(run => $"{run.Job}{(run.ScheduledTime.ToDateTime() - Due).TotalMinutes}"));
        Assert.Equal(["a3", "a1"], (await runs.ListAsync("a", null, 10, Cancelled)).Select(run => $"{run.Job}{(run.ScheduledTime.ToDateTime() - Due).TotalMinutes}"));
    }

    [Fact]
    public async Task Old_runs_are_forgotten_but_the_newest_of_a_job_and_those_that_go_on()
    {
        var runs = new JobRuns(await OpenAsync());
        var old = Due;
        foreach (var (job, minute, ends) in new[] { ("a", 0, true), ("a", 1, true), ("b", 0, false), ("b", 1, true) })
        {
            await runs.BeginAsync(job, old.AddMinutes(minute), "one", takesOver: false, Cancelled);
            if (ends)
            {
                await runs.EndAsync(job, old.AddMinutes(minute), 1, JobRunState.Succeeded, "", Cancelled);
            }
        }

        Assert.Equal(1, await runs.ForgetAsync(old.AddDays(1), Cancelled));
        Assert.Equal(0, await runs.ForgetAsync(old.AddDays(1), Cancelled));
        Assert.Equal(1, await runs.AbandonAsync(old.AddDays(1), "gone", Cancelled));

        Assert.Equal(
            [("b", JobRunState.Succeeded), ("a", JobRunState.Succeeded), ("b", JobRunState.Abandoned)],
            (await runs.ListAsync("", null, 10, Cancelled)).Select(run => (run.Job, run.State)));
    }

    [Fact]
    public async Task A_pause_lasts_until_it_is_taken_back()
    {
        var store = await OpenAsync();
        var pause = new JobPause(Job, "ada", Due, "broken");

        await ChangeAsync(store, session => session.Pause(pause), "job.pause");
        Assert.Equal(pause, await store.ReadAsync((session, token) => session.FindPauseAsync(Job, token), Cancelled));
        Assert.Equal(pause, Assert.Single(await store.ReadAsync((session, token) => session.ListPausesAsync(token), Cancelled)));

        await ChangeAsync(store, session => session.Resume(pause), "job.resume");
        Assert.Null(await store.ReadAsync((session, token) => session.FindPauseAsync(Job, token), Cancelled));
    }

    private static Task<JobRun> AskAsync(ControlStore store) => store.WriteAsync(
        Intent(new RunJobRequest { Job = Job }),
        (session, _) =>
        {
            var run = session.Queue(Job, "ada");
            return Task.FromResult(new Change<JobRun>(run, new AuditEntry("job.run", $"jobs/{Job}", null, run)));
        },
        Cancelled);

    private static Task<Job> ChangeAsync(ControlStore store, Action<WriteSession> stage, string action) => store.WriteAsync(
        Intent(new Job { Name = action }),
        (session, _) =>
        {
            stage(session);
            return Task.FromResult(new Change<Job>(new Job(), new AuditEntry(action, $"jobs/{Job}", null, null)));
        },
        Cancelled);
}
