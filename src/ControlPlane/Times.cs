using Google.Protobuf.WellKnownTypes;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane;

/// <summary>Reads times of requests, which can hold numbers that are no time.</summary>
internal static class Times
{
    /// <summary>Ticks of year 1 to 9999, which is what a Timestamp may be.</summary>
    private const long FirstSecond = -62_135_596_800;

    private const long LastSecond = 253_402_300_799;

    /// <summary>The time in UTC and whole microseconds, or null after noting a violation.</summary>
    public static DateTime? Read(Violations violations, string field, Timestamp timestamp)
    {
        if (!IsValid(timestamp))
        {
            violations.Add(field, $"{timestamp.Seconds} s {timestamp.Nanos} ns is no time: give seconds of the years 1 to 9999 and 0 to 999,999,999 ns");
            return null;
        }

        var time = timestamp.ToDateTime();
        return new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }

    public static bool IsValid(Timestamp timestamp) =>
        timestamp.Seconds is >= FirstSecond and <= LastSecond && timestamp.Nanos is >= 0 and <= 999_999_999;
}
