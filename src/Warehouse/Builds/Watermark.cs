using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>The newest event a build has seen; results are stated as of it, not as of the clock.</summary>
internal static class Watermark
{
    public static async Task<DateTimeOffset?> ReadAsync(
        WarehouseDialect dialect,
        DbConnection connection,
        DbTransaction transaction,
        CancellationToken cancellationToken)
    {
        var newest = await connection.ScalarAsync(
            transaction,
            $"""
            select max(newest_at) from (
              select max(assigned_at) as newest_at from {dialect.Table("raw", "assignments")}
              union all select max(exposed_at) from {dialect.Table("raw", "exposures")}
              union all select max(occurred_at) from {dialect.Table("raw", "events")}
            ) as newest
            """,
            cancellationToken).ConfigureAwait(false);
        return newest is null ? null : WarehouseDialect.ReadInstant(newest);
    }

    /// <summary>The watermark as a timestamp literal; without events the start of time.</summary>
    public static string SqlLiteral(DateTimeOffset? watermark) =>
        (watermark ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
