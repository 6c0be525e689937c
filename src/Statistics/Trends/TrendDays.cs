namespace GrpcExp.Statistics.Trends;

/// <summary>Guards the days of a trend and places them in time.</summary>
internal static class TrendDays
{
    public static void Require(IReadOnlyList<int> days, string parameter)
    {
        var seen = new HashSet<int>();
        foreach (int day in days)
        {
            Time(day, TrendTime.Linear, parameter);
            if (!seen.Add(day))
            {
                throw new ArgumentException($"Day {day} appears twice in {parameter}; merge its moments first.", parameter);
            }
        }
    }

    public static double Time(int day, TrendTime time, string parameter) => day < 1
        ? throw new ArgumentOutOfRangeException(parameter, day, $"{parameter} counts days from 1, the day of first exposure.")
        : time switch
        {
            TrendTime.Linear => day,
            TrendTime.Logarithmic => Math.Log(day),
            _ => throw new ArgumentOutOfRangeException(nameof(time), time, "Unknown time of a trend."),
        };
}
