using System.Globalization;

namespace GrpcExp.Database.Warehouse.Ingestion.Kills;

/// <summary>Holds what is stored against the batches that were sent.</summary>
internal static class StoredBatches
{
    /// <summary>Every acknowledged batch is there, any other as a whole or not at all, and each row once with its own values.</summary>
    public static async Task CheckAsync(Func<string, Task<string[]>> query, int acknowledged)
    {
        var stored = (await query("select event_id, unit_id, value, occurred_at from raw.events")).Order(StringComparer.Ordinal).ToArray();
        var batches = stored.Select(row => int.Parse(row.AsSpan(1, 2), CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Superset(Enumerable.Range(0, acknowledged + 1).ToHashSet(), batches);
        var sent = batches.SelectMany(NumberedBatches.Rows).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{row.EventId}|{row.UnitId}|{row.Value:R}|{row.OccurredAt!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}"));
        Assert.Equal(sent.Order(StringComparer.Ordinal), stored);
    }
}
