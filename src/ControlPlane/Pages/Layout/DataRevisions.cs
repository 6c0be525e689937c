using System.Globalization;
using GrpcExp.ControlPlane.Charts;

namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>The warehouse states the revision of its data as the time of the newest raw row.</summary>
internal static class DataRevisions
{
    private const string Format = "'events until 'yyyy-MM-dd HH:mm:ss.fff' UTC'";

    /// <summary>The revision as people read it; as it stands when it is no time.</summary>
    public static string Words(string revision) =>
        DateTime.TryParseExact(revision, Format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var until)
            ? $"events until {Days.At(until)}"
            : revision;
}
