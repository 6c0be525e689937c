using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Jobs;

/// <summary>
/// What jobs did and do. A run is known by its job and the time it was due, so the same firing, told twice or to two
/// replicas, is one run. Runs of the scheduler are no changes of configuration: they take no lock on the environment.
/// </summary>
public sealed class JobRuns(ControlStore store)
{
    /// <summary>Begins a run, unless it was begun before.</summary>
    /// <param name="job">Name of the job.</param>
    /// <param name="scheduledAt">When it was due, UTC.</param>
    /// <param name="instance">Who begins it.</param>
    /// <param name="takesOver">True to take it from an instance that is gone.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The number of the attempt, from 1; null when somebody else has it, or it has ended.</returns>
    public async Task<int?> BeginAsync(string job, DateTime scheduledAt, string instance, bool takesOver, CancellationToken cancellationToken)
    {
        var now = store.Now();
        var open = takesOver ? (int)JobRunState.Running : (int)JobRunState.Queued;
        var begun = await store.QueryAsync(
            context => context.Database.SqlQuery<int>(
                $"""
                 insert into job_runs (environment, job, scheduled_at, cause, requested_by, state, attempt, instance, started_at, ended_at, message)
                 values ({store.Environment}, {job}, {scheduledAt}, {(int)JobRunCause.Schedule}, '', {(int)JobRunState.Running}, 1, {instance}, {now}, null, '')
                 on conflict (environment, job, scheduled_at) do update
                 set state = excluded.state, attempt = job_runs.attempt + 1, instance = excluded.instance, started_at = excluded.started_at, message = ''
                 where job_runs.state in ({(int)JobRunState.Queued}, {open})
                 returning attempt as "Value"
                 """).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return begun.Count == 0 ? null : begun[0];
    }

    /// <summary>Ends the attempt that runs; false when another instance has taken the run over meanwhile.</summary>
    public async Task<bool> EndAsync(string job, DateTime scheduledAt, int attempt, JobRunState outcome, string message, CancellationToken cancellationToken)
    {
        DateTime? now = store.Now();
        return await RowsAsync(
            rows => Attempt(rows, job, scheduledAt, attempt).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, (int)outcome).SetProperty(row => row.EndedAt, now).SetProperty(row => row.Message, message),
                cancellationToken),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Gives an attempt back, for whoever begins it next.</summary>
    public Task ReleaseAsync(string job, DateTime scheduledAt, int attempt, string message, CancellationToken cancellationToken) => RowsAsync(
        rows => Attempt(rows, job, scheduledAt, attempt).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, (int)JobRunState.Queued).SetProperty(row => row.Message, message),
            cancellationToken),
        cancellationToken);

    /// <summary>Ends runs that were due before a time and have not ended: whoever had them is gone. Returns how many there were.</summary>
    public Task<int> AbandonAsync(DateTime scheduledBefore, string message, CancellationToken cancellationToken)
    {
        DateTime? now = store.Now();
        return RowsAsync(
            rows => Unfinished(rows).Where(row => row.ScheduledAt < scheduledBefore).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, (int)JobRunState.Abandoned).SetProperty(row => row.EndedAt, now).SetProperty(row => row.Message, message),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Forgets ended runs that were due before a time, but the newest of each job; returns how many there were.</summary>
    public Task<int> ForgetAsync(DateTime scheduledBefore, CancellationToken cancellationToken) => RowsAsync(
        rows => rows
            .Where(row => row.EndedAt != null && row.ScheduledAt < scheduledBefore && rows.Any(other => other.Job == row.Job && other.ScheduledAt > row.ScheduledAt))
            .ExecuteDeleteAsync(cancellationToken),
        cancellationToken);

    /// <summary>One run; null when there is none.</summary>
    public async Task<JobRun?> FindAsync(string job, DateTime scheduledAt, CancellationToken cancellationToken)
    {
        var row = await RowsAsync(
            rows => rows.SingleOrDefaultAsync(row => row.Job == job && row.ScheduledAt == scheduledAt, cancellationToken), cancellationToken).ConfigureAwait(false);
        return row is null ? null : Of(row);
    }

    /// <summary>Runs from the newest on, of one job or (empty) of all.</summary>
    public Task<IReadOnlyList<JobRun>> ListAsync(string job, JobRunCursor? after, int take, CancellationToken cancellationToken) => ListAsync(
        rows =>
        {
            rows = job.Length == 0 ? rows : rows.Where(row => row.Job == job);
            rows = after is null
                ? rows
                : rows.Where(row => row.ScheduledAt < after.ScheduledAt || (row.ScheduledAt == after.ScheduledAt && string.Compare(row.Job, after.Job) < 0));
            return rows.OrderByDescending(row => row.ScheduledAt).ThenByDescending(row => row.Job).Take(take);
        },
        cancellationToken);

    /// <summary>Runs that have not ended, from the oldest on.</summary>
    public Task<IReadOnlyList<JobRun>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
        ListAsync(rows => Unfinished(rows).OrderBy(row => row.ScheduledAt), cancellationToken);

    internal static JobRun Of(JobRunRow row) => new()
    {
        Job = row.Job,
        ScheduledTime = Timestamp.FromDateTime(row.ScheduledAt),
        Cause = (JobRunCause)row.Cause,
        RequestedBy = row.RequestedBy,
        State = (JobRunState)row.State,
        Attempt = row.Attempt,
        Instance = row.Instance,
        StartTime = row.StartedAt is { } started ? Timestamp.FromDateTime(started) : null,
        EndTime = row.EndedAt is { } ended ? Timestamp.FromDateTime(ended) : null,
        DurationMillis = row is { StartedAt: { } from, EndedAt: { } to } ? (long)(to - from).TotalMilliseconds : 0,
        Message = row.Message,
    };

    private static IQueryable<JobRunRow> Attempt(IQueryable<JobRunRow> rows, string job, DateTime scheduledAt, int attempt) =>
        rows.Where(row => row.Job == job && row.ScheduledAt == scheduledAt && row.Attempt == attempt && row.State == (int)JobRunState.Running);

    private static IQueryable<JobRunRow> Unfinished(IQueryable<JobRunRow> rows) =>
        rows.Where(row => row.State == (int)JobRunState.Queued || row.State == (int)JobRunState.Running);

    private async Task<IReadOnlyList<JobRun>> ListAsync(Func<IQueryable<JobRunRow>, IQueryable<JobRunRow>> query, CancellationToken cancellationToken)
    {
        var found = await RowsAsync(rows => query(rows).ToListAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return found.ConvertAll(Of);
    }

    private Task<T> RowsAsync<T>(Func<IQueryable<JobRunRow>, Task<T>> statement, CancellationToken cancellationToken) => store.QueryAsync(
        context => statement(context.JobRuns.AsNoTracking().Where(row => row.Environment == store.Environment)), cancellationToken);
}
