using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.ControlPlane.Ingestion;

/// <summary>Events of the contract as rows of the warehouse. Checks nothing: the warehouse does, row by row.</summary>
internal static partial class IngestRows
{
    public static AssignmentRow Of(Assignment assignment) => new(
        assignment.EventId,
        assignment.ExperimentKey,
        assignment.FlagKey,
        assignment.UnitId,
        assignment.Variant,
        assignment.Bucket,
        TimeOf(assignment.AssignTime),
        assignment.Attributes.GetValueOrDefault("segment"),
        assignment.Attributes.GetValueOrDefault("country"),
        assignment.Attributes.GetValueOrDefault("platform"));

    public static ExposureRow Of(Exposure exposure) =>
        new(exposure.EventId, exposure.ExperimentKey, exposure.FlagKey, exposure.UnitId, exposure.Variant, TimeOf(exposure.ExposeTime));

    public static EventRow Of(Event recorded) => new(
        recorded.EventId,
        recorded.UnitId,
        recorded.EventName,
        recorded.HasValue ? recorded.Value : null,
        TimeOf(recorded.EventTime),
        recorded.Properties.Count == 0 ? null : Json(recorded.Properties));

    /// <summary>The name that the contract has for a column of the raw tables.</summary>
    public static string FieldOf(string column) => column switch
    {
        "assigned_at" => "assign_time",
        "exposed_at" => "expose_time",
        "occurred_at" => "event_time",
        "segment" or "country" or "platform" => $"attributes[{column}]",
        _ => column,
    };

    // A time that is none is as good as missing, and is refused like that.
    private static DateTimeOffset? TimeOf(Timestamp? time) => time is not null && Times.IsValid(time) ? time.ToDateTimeOffset() : null;

    /// <summary>
    /// A JSON object of the properties. Text that is a number in JSON's own spelling is written as one, so that it can be
    /// a metric's value; anything else, "007" too, stays text.
    /// </summary>
    private static string Json(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                json.WritePropertyName(name);
                if (value.Length <= 40 && Number().IsMatch(value) && double.IsFinite(double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))
                {
                    json.WriteRawValue(value);
                }
                else
                {
                    json.WriteStringValue(value);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // RFC 8259 §6.
    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?\z")]
    private static partial Regex Number();
}
