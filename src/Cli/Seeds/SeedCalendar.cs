namespace GrpcExp.Cli.Seeds;

/// <summary>
/// The fixed dates of the seeds: experiments start in the first week of September 2025 and are over by the 28th. They lie
/// in the past of every machine that can run this, since the control plane takes no start in the future.
/// </summary>
internal static class SeedCalendar
{
    public const long Hour = 3_600;
    public const long Day = 24 * Hour;

    /// <summary>Days in which new units come in; the rest of an experiment is for outcomes to arrive.</summary>
    public const int EnrolmentDays = 10;

    /// <summary>Midnight UTC of a day of September 2025; day 31 is 1 October.</summary>
    public static long September(int day) =>
        new DateTimeOffset(2025, 9, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() + ((day - 1) * Day);

    /// <summary>A moment as the files write it.</summary>
    public static string Text(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
