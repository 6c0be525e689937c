namespace GrpcExp.Cli.Terminal;

/// <summary>An interval on a line of characters: zero in the middle, the estimate as a dot.</summary>
internal static class IntervalBar
{
    /// <summary>Draws one interval.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="estimate">The point.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="reach">Value at either end of the line; above 0. What lies beyond is cut, with an arrow.</param>
    /// <param name="half">Characters on either side of zero; at least 1.</param>
    public static string Draw(double low, double estimate, double high, double reach, int half)
    {
        var line = new char[2 * half + 1];
        Array.Fill(line, '·');
        var (from, to) = (Place(low), Place(high));
        for (var i = Math.Max(from, 0); i <= Math.Min(to, line.Length - 1); i++)
        {
            line[i] = '━';
        }

        line[half] = line[half] == '━' ? '┿' : '│';
        line[Math.Clamp(Place(estimate), 0, line.Length - 1)] = '●';
        if (from < 0)
        {
            line[0] = '◀';
        }

        if (to >= line.Length)
        {
            line[^1] = '▶';
        }

        return new string(line);

        int Place(double value) => (int)Math.Round(Math.Clamp(value / reach, -2, 2) * half, MidpointRounding.AwayFromZero) + half;
    }
}
