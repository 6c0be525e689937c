using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Evaluation;

namespace GrpcExp.Cli.Ingestion;

/// <summary>
/// Rows of a file as messages of the contract. What a cell should hold and does not is left to the control plane, which keeps the row with
/// the reason; only a number or time that cannot be written down is refused here.
/// </summary>
internal static class RowReader
{
    public static readonly IReadOnlyList<string> AssignmentColumns = ["experiment_key", "flag_key", "unit_id", "variant", "assigned_at"];
    public static readonly IReadOnlyList<string> ExposureColumns = ["experiment_key", "flag_key", "unit_id", "variant", "exposed_at"];
    public static readonly IReadOnlyList<string> EventColumns = ["unit_id", "event_name", "occurred_at"];

    private static readonly HashSet<string> KnownToAssignments = [.. AssignmentColumns, "event_id", "bucket"];
    private static readonly HashSet<string> KnownToEvents = [.. EventColumns, "event_id", "value"];

    /// <summary>An assignment; columns of no other meaning are attributes of the unit.</summary>
    /// <exception cref="FormatException">A cell holds no time or number; names column, value and remedy.</exception>
    public static Assignment Assignment(RowFile row)
    {
        var assignment = new Assignment
        {
            EventId = EventId(row),
            ExperimentKey = row["experiment_key"],
            FlagKey = row["flag_key"],
            UnitId = row["unit_id"],
            Variant = row["variant"],
            Bucket = row["bucket"].Length > 0 ? Whole(row, "bucket") : Bucketing.Bucket(row["flag_key"], row["unit_id"]),
            AssignTime = Time(row, "assigned_at"),
        };
        foreach (var (attribute, value) in row.Others(KnownToAssignments))
        {
            assignment.Attributes.Add(attribute, value);
        }

        return assignment;
    }

    /// <summary>An exposure.</summary>
    /// <exception cref="FormatException">As above.</exception>
    public static Exposure Exposure(RowFile row) => new()
    {
        EventId = EventId(row),
        ExperimentKey = row["experiment_key"],
        FlagKey = row["flag_key"],
        UnitId = row["unit_id"],
        Variant = row["variant"],
        ExposeTime = Time(row, "exposed_at"),
    };

    /// <summary>An event; columns of no other meaning are its properties.</summary>
    /// <exception cref="FormatException">As above.</exception>
    public static Event Event(RowFile row)
    {
        var happened = new Event { EventId = EventId(row), UnitId = row["unit_id"], EventName = row["event_name"], EventTime = Time(row, "occurred_at") };
        if (row["value"].Length > 0)
        {
            happened.Value = Number(row, "value");
        }

        foreach (var (property, value) in row.Others(KnownToEvents))
        {
            happened.Properties.Add(property, value);
        }

        return happened;
    }

    /// <summary>Its own id, or one of its content: so that a file that is sent twice is stored once, whoever made it.</summary>
    private static string EventId(RowFile row) => row.Has("event_id")
        ? row["event_id"]
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', row.Cells))).AsSpan(0, 16));

    private static Timestamp? Time(RowFile row, string column) => row[column] switch
    {
        "" => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => Timestamp.FromDateTimeOffset(time),
        var text => throw new FormatException($"{column} '{text}' is no time: write it as 2026-03-01T09:00:00Z"),
    };

    private static int Whole(RowFile row, string column) => int.TryParse(row[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"{column} '{row[column]}' is no whole number");

    private static double Number(RowFile row, string column) => double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"{column} '{row[column]}' is no number");
}
