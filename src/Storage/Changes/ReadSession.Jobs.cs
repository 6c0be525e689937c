using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Changes;

public partial class ReadSession
{
    /// <summary>The pause of a job; null when it runs by itself.</summary>
    public async Task<JobPause?> FindPauseAsync(string job, CancellationToken cancellationToken)
    {
        var row = await Context.PausedJobs
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Environment == Environment && row.Job == job, cancellationToken)
            .ConfigureAwait(false);
        return row is null ? null : new JobPause(row.Job, row.PausedBy, row.PausedAt, row.Reason);
    }

    /// <summary>All pauses of jobs, by job.</summary>
    public async Task<IReadOnlyList<JobPause>> ListPausesAsync(CancellationToken cancellationToken)
    {
        var rows = await Context.PausedJobs
            .AsNoTracking()
            .Where(row => row.Environment == Environment)
            .OrderBy(row => row.Job)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return rows.ConvertAll(row => new JobPause(row.Job, row.PausedBy, row.PausedAt, row.Reason));
    }
}
