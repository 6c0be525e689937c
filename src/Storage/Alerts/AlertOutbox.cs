using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Alerts;

/// <summary>Alerts that wait to be sent, and those that were. Several senders may share it.</summary>
public sealed class AlertOutbox(ControlStore store)
{
    /// <summary>Raises an alert; false when its incident was raised before.</summary>
    public async Task<bool> RaiseAsync(Alert alert, CancellationToken cancellationToken)
    {
        var now = store.Now();
        return await store.QueryAsync(
            context => context.Database.ExecuteSqlAsync(
                $"""
                 insert into alerts (environment, incident, severity, title, text, created_at, attempts, next_attempt_at, sent_at)
                 values ({store.Environment}, {alert.Incident}, {alert.Severity.ToString()}, {alert.Title}, {alert.Text}, {now}, 0, {now}, null)
                 on conflict (environment, incident) do nothing
                 """,
                cancellationToken),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Takes the oldest alert that is due: nobody else gets it until the wait is over. Null when none is due.</summary>
    /// <param name="oldest">Alerts raised before are no news any more, and stay.</param>
    /// <param name="wait">How long after this attempt the next may be, given the number of this one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<DueAlert?> ClaimAsync(DateTime oldest, Func<int, TimeSpan> wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = store.Now();
            var row = await store.QueryAsync(
                context => Rows(context)
                    .Where(row => row.SentAt == null && row.NextAttemptAt <= now && row.CreatedAt >= oldest)
                    .OrderBy(row => row.CreatedAt)
                    .ThenBy(row => row.Incident)
                    .FirstOrDefaultAsync(cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (row is null)
            {
                return null;
            }

            var attempt = row.Attempts + 1;
            var next = now + wait(attempt);
            var taken = await store.QueryAsync(
                context => Rows(context)
                    .Where(other => other.Incident == row.Incident && other.Attempts == row.Attempts && other.SentAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(other => other.Attempts, attempt).SetProperty(other => other.NextAttemptAt, next), cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (taken == 1)
            {
                return new DueAlert(new Alert(row.Incident, Enum.Parse<AlertSeverity>(row.Severity), row.Title, row.Text), row.CreatedAt, attempt);
            }
        }
    }

    /// <summary>Notes that an alert was sent.</summary>
    public Task SentAsync(string incident, CancellationToken cancellationToken)
    {
        DateTime? now = store.Now();
        return store.QueryAsync(
            context => Rows(context).Where(row => row.Incident == incident).ExecuteUpdateAsync(set => set.SetProperty(row => row.SentAt, now), cancellationToken),
            cancellationToken);
    }

    /// <summary>Forgets alerts raised before a time; returns how many there were.</summary>
    public Task<int> ForgetAsync(DateTime createdBefore, CancellationToken cancellationToken) => store.QueryAsync(
        context => Rows(context).Where(row => row.CreatedAt < createdBefore).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    private IQueryable<AlertRow> Rows(ControlDbContext context) => context.Alerts.AsNoTracking().Where(row => row.Environment == store.Environment);
}
