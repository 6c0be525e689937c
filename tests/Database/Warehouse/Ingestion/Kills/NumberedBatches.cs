using System.Globalization;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Ingestion.Kills;

/// <summary>Batches of events that follow from their number, so that whoever retries one sends the same rows.</summary>
internal static class NumberedBatches
{
    /// <summary>Batches there are.</summary>
    public const int Count = 60;

    /// <summary>The newest event; the clock of the ingestor stands after it.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Rows of a batch: a few, or so many that PostgreSQL takes them by COPY. They lie on two days.</summary>
    public static EventRow[] Rows(int batch) =>
    [
        .. Enumerable.Range(0, RowCount(batch)).Select(row => new EventRow(
            string.Create(CultureInfo.InvariantCulture, $"b{batch:00}-{row:0000}"), $"u{row % 7}", "order", batch, Start.AddHours(row % 30))),
    ];

    /// <summary>How many.</summary>
    public static int RowCount(int batch) => batch % 4 == 0 ? 1_100 : 40 + batch;
}
