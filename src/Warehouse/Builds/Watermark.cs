using System.Globalization;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>The newest event a build has seen; results are stated as of it, not as of the clock.</summary>
internal static class Watermark
{
    /// <summary>The newest of the raw rows of some batches.</summary>
    public static async Task<DateTimeOffset?> ReadAsync(
        WarehouseDialect dialect,
        BuildLane lane,
        long since,
        long until,
        CancellationToken cancellationToken)
    {
        string Newest(string column, string table) => string.Create(
            CultureInfo.InvariantCulture, $"select max({column}) as newest_at from {dialect.Table("raw", table)} where batch_id > {since} and batch_id <= {until}");
        var newest = await lane.Connection.ScalarAsync(
            lane.Transaction,
            $"""
            select max(newest_at) from (
              {Newest("assigned_at", "assignments")}
              union all {Newest("exposed_at", "exposures")}
              union all {Newest("occurred_at", "events")}
            ) as newest
            """,
            cancellationToken).ConfigureAwait(false);
        return newest is null ? null : WarehouseDialect.ReadInstant(newest);
    }

    /// <summary>The watermark as a timestamp literal; without events the start of time.</summary>
    public static string SqlLiteral(DateTimeOffset? watermark) =>
        (watermark ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
