using System.Data.Common;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>
/// What PostgreSQL knows of the raw tables as wholes. Autovacuum looks at partitions and never at the table they belong to, so without this the
/// planner takes an event id for one of 200: new events were looked up one by one in every day, which took five times as long as one pass.
/// </summary>
internal static class RawStatistics
{
    // A sample of 300 rows for each of it: enough to see that ids are unique, and a fraction of a second a day.
    private const int SampleTarget = 10;

    private const string Unknown =
        """
        select relname
        from pg_class
        where relnamespace = 'raw'::regnamespace
          and relkind = 'p'
          and not exists (select 1 from pg_stats where schemaname = 'raw' and tablename = relname and inherited)
        order by relname
        """;

    /// <summary>Takes the statistics of the tables that have none. Those once taken stay right: they are shares of a table's rows.</summary>
    public static async Task TakeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = await connection.RowsAsync(null, Unknown, row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        if (tables.Count == 0)
        {
            return;
        }

        await connection.ExecuteAsync(null, $"set default_statistics_target = {SampleTarget}", cancellationToken).ConfigureAwait(false);
        foreach (var table in tables)
        {
            await connection.ExecuteAsync(null, $"analyze raw.{table}", cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(null, "reset default_statistics_target", cancellationToken).ConfigureAwait(false);
    }
}
