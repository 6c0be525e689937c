namespace GrpcExp.Cli.Terminal;

/// <summary>A row of numbers as a row of small columns.</summary>
internal static class Sparkline
{
    private const string Columns = "▁▂▃▄▅▆▇█";

    /// <summary>One character a number, the least lowest and the greatest highest; equal numbers are in the middle, one that does not exist is a space.</summary>
    public static string Draw(IReadOnlyList<double?> numbers)
    {
        var (least, greatest) = (numbers.Min() ?? 0, numbers.Max() ?? 0);
        return string.Concat(numbers.Select(number => number is not { } known ? ' ' : Columns[Height(known)]));

        int Height(double number) => greatest > least
            ? (int)Math.Round((number - least) / (greatest - least) * (Columns.Length - 1))
            : Columns.Length / 2 - 1;
    }
}
