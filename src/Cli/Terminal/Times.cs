using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace GrpcExp.Cli.Terminal;

/// <summary>Moments as people read them, in UTC.</summary>
internal static class Times
{
    /// <summary>To the minute; empty when unset.</summary>
    public static string Minute(Timestamp? time) => time is null ? "" : time.ToDateTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day; empty when unset.</summary>
    public static string Day(Timestamp? time) => time is null ? "" : time.ToDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
