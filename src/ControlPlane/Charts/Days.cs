using System.Globalization;

namespace GrpcExp.ControlPlane.Charts;

/// <summary>Days and instants as people read them, all UTC.</summary>
internal static class Days
{
    /// <summary>A day in few letters, for axes: 7 May.</summary>
    public static string Short(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A day: 7 May 2026.</summary>
    public static string Of(DateTime at) => at.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An instant: 7 May 2026, 14:03 UTC.</summary>
    public static string At(DateTime at) => at.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>An instant as the datetime attribute takes it.</summary>
    public static string Machine(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How long ago, roughly: just now, 5 min ago, 3 h ago, 12 days ago.</summary>
    public static string Ago(DateTime at, DateTime now) => (now - at) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalMinutes: < 60 } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min ago"),
        { TotalHours: < 48 } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h ago"),
        { } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:#,0} days ago"),
    };
}
