namespace GrpcExp.Warehouse.Ingestion;

/// <summary>Makes room for the events of a day before the day comes, so that no batch has to wait for it.</summary>
/// <param name="database">The warehouse to store into.</param>
public sealed class EventDays(WarehouseDatabase database)
{
    /// <summary>Prepares today and the days after it, by UTC, up to two days ahead; repeating this changes nothing. Nothing is needed on SQLite.</summary>
    /// <param name="ahead">Days after today, 0 to 2.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task PrepareAsync(int ahead, CancellationToken cancellationToken = default)
    {
        var now = database.Time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var days = Enumerable.Range(0, ahead + 1).Select(today.AddDays).ToArray();
        foreach (var table in new[] { RowRules.Assignments.Table.Name, RowRules.Exposures.Table.Name, RowRules.Events.Table.Name })
        {
            await database.Dialect.EnsureDaysAsync(table, days, now, cancellationToken).ConfigureAwait(false);
        }
    }
}
