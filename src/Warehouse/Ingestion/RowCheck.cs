using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GrpcExp.Warehouse.Ingestion;

/// <summary>Checks the fields of one row and keeps the first problem.</summary>
internal struct RowCheck(DateTimeOffset now)
{
    public (string Field, string Value, RejectionReason Reason, string Message)? Problem { get; private set; }

    public void Required(string field, string? value)
    {
        if (IsThere(field, value))
        {
            Bounded(field, value, IngestLimits.NameLength);
        }
    }

    public void Unit(string? value)
    {
        if (!IsThere("unit_id", value))
        {
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        if (bytes > IngestLimits.UnitIdBytes)
        {
            Fail("unit_id", value, RejectionReason.TooLong, $"unit_id has {bytes} bytes of UTF-8; at most {IngestLimits.UnitIdBytes} are kept.");
            return;
        }

        // No text has more characters than bytes, so only its characters remain to be checked.
        Bounded("unit_id", value, IngestLimits.UnitIdBytes);
    }

    public void Optional(string field, string? value)
    {
        if (value is not null)
        {
            Bounded(field, value, IngestLimits.TextLength);
        }
    }

    private bool IsThere(string field, [NotNullWhen(true)] string? value)
    {
        var isThere = !string.IsNullOrWhiteSpace(value);
        if (!isThere)
        {
            Fail(field, "", RejectionReason.MissingField, $"{field} is missing; every row needs one.");
        }

        return isThere;
    }

    private void Bounded(string field, string value, int length)
    {
        if (value.Length > length)
        {
            Fail(field, value, RejectionReason.TooLong, $"{field} has {value.Length} characters; at most {length} are kept.");
        }
        else if (HasForbiddenCharacter(value))
        {
            Fail(field, value, RejectionReason.InvalidText, $"{field} contains a control character or half a surrogate pair; remove it.");
        }
    }

    public void Bucket(int? value)
    {
        if (value is null)
        {
            Fail("bucket", "", RejectionReason.MissingField, "bucket is missing; every assignment needs one.");
        }
        else if (value is < 0 or > IngestLimits.MaxBucket)
        {
            Fail("bucket", Text(value), RejectionReason.BucketOutOfRange, $"bucket is {Text(value)}; it must lie in 0..{IngestLimits.MaxBucket}.");
        }
    }

    public void Instant(string field, DateTimeOffset? value)
    {
        if (value is not { } instant)
        {
            Fail(field, "", RejectionReason.MissingField, $"{field} is missing; every row needs one.");
        }
        else if (instant.Offset != TimeSpan.Zero)
        {
            Fail(field, Text(instant), RejectionReason.NotUtc, $"{field} is {Text(instant)}; send it in UTC (offset zero).");
        }
        else if (instant < IngestLimits.Earliest || instant > now + IngestLimits.ClockSkew)
        {
            Fail(
                field,
                Text(instant),
                RejectionReason.TimestampOutOfRange,
                $"{field} is {Text(instant)}; it must lie between {Text(IngestLimits.Earliest)} and a day from now. Check the sender's clock.");
        }
    }

    public void Number(string field, double? value)
    {
        if (value is { } number && !IsStorable(number))
        {
            Fail(field, Text(number), RejectionReason.NotFinite, $"{field} is {Text(number)}; send a finite number of magnitude up to {Text(IngestLimits.MaxNumber)}, or none.");
        }
    }

    public void Json(string field, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > IngestLimits.PropertiesLength)
        {
            Fail(field, value, RejectionReason.TooLong, $"{field} has {value.Length} characters; at most {IngestLimits.PropertiesLength} are kept.");
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = IngestLimits.PropertiesDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !IsStorable(document.RootElement))
            {
                Fail(field, value, RejectionReason.InvalidJson, $"{field} must be a JSON object of numbers of magnitude up to {Text(IngestLimits.MaxNumber)} and texts without NUL.");
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Fail(field, value, RejectionReason.InvalidJson, $"{field} is not valid JSON: {exception.Message}");
        }
    }

    private static bool HasForbiddenCharacter(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            if (char.IsHighSurrogate(character) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsControl(character) || char.IsSurrogate(character))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStorable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(member => IsStorable(member.Name) && IsStorable(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(IsStorable),
        JsonValueKind.Number => element.TryGetDouble(out var number) && IsStorable(number),
        JsonValueKind.String => IsStorable(element.GetString()!),
        _ => true,
    };

    private static bool IsStorable(double number) => Math.Abs(number) <= IngestLimits.MaxNumber;

    private static bool IsStorable(string text) => !text.Contains('\0');

    private static string Text(IFormattable value) =>
        value.ToString(value is DateTimeOffset ? "yyyy-MM-ddTHH:mm:ss.fffzzz" : null, CultureInfo.InvariantCulture);

    private void Fail(string field, string value, RejectionReason reason, string message)
    {
        Problem ??= (field, Printable(value), reason, message);
    }

    public static string Printable(string value)
    {
        var cut = value.Length > IngestLimits.TextLength ? value[..IngestLimits.TextLength] : value;
        return HasForbiddenCharacter(cut)
            ? string.Concat(cut.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '\uFFFD' : character))
            : cut;
    }
}
