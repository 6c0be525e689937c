using System.Globalization;

namespace GrpcExp.Evaluation;

/// <summary>Reads moments. Many clients can send attributes as JSON only, so RFC 3339 text counts too.</summary>
internal static class Moments
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd"];

    public static bool TryRead(in AttributeValue value, out long utcTicks)
    {
        if (value.Kind == AttributeKind.Timestamp)
        {
            utcTicks = value.AsUtcTicks;
            return true;
        }

        // A text without an offset is UTC.
        if (value.Kind == AttributeKind.Text
            && DateTimeOffset.TryParseExact(
                value.AsText.AsSpan(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            utcTicks = moment.UtcTicks;
            return true;
        }

        utcTicks = 0;
        return false;
    }
}
