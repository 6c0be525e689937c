using System.Globalization;
using Spectre.Console;

namespace GrpcExp.Cli.Planning;

/// <summary>A power curve in a terminal of 80 columns: braille dots, eight to a letter.</summary>
internal sealed class CurveChart
{
    private const int Columns = 70;
    private const int Rows = 15;
    private const int Left = 7;

    // Bits of a braille letter by row of dots, left and right.
    private static readonly int[,] Bits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly PowerCurve curve;
    private readonly int[,] dots = new int[Rows, Columns];

    private CurveChart(PowerCurve curve) => this.curve = curve;

    public static void Print(IAnsiConsole console, string title, PowerCurve curve)
    {
        console.MarkupLine($"  [bold]{Markup.Escape(title)}[/]");
        foreach (string line in new CurveChart(curve).Lines())
        {
            console.MarkupLine(line);
        }

        console.WriteLine();
    }

    private IEnumerable<string> Lines()
    {
        Draw();
        var (markColumn, markRow) = ((int)(X(curve.Units) / 2), (int)(Y(curve.Power) / 4));
        int targetRow = curve.Target is { } target ? (int)(Y(target) / 4) : -1;
        for (int row = 0; row < Rows; row++)
        {
            string label = Label(row);
            var line = new System.Text.StringBuilder($"{label,Left - 1}{(label.Length > 0 ? '┤' : '│')}");
            for (int column = 0; column < Columns; column++)
            {
                line.Append(
                    (column, row) == (markColumn, markRow) ? "[bold yellow]●[/]"
                    : dots[row, column] != 0 ? $"[aqua]{(char)(0x2800 + dots[row, column])}[/]"
                    : row == targetRow ? "[grey]╌[/]"
                    : " ");
            }

            yield return line.ToString().Replace("[/][aqua]", "", StringComparison.Ordinal).Replace("[/][grey]", "", StringComparison.Ordinal).TrimEnd();
        }

        yield return $"{new string(' ', Left - 1)}└{Axis()}";
        yield return AxisLabels();
        yield return $"{new string(' ', Left)}Units over all variants. [bold yellow]●[/] {curve.Units.ToString("N0", CultureInfo.InvariantCulture)} units, power {curve.Power.ToString("0.000", CultureInfo.InvariantCulture)}"
            + (curve.Target is { } asked ? $"   [grey]╌[/] {asked.ToString("0.##", CultureInfo.InvariantCulture)} asked for" : "");
    }

    // A dot for every dot column, and dots between where the curve is steep.
    private void Draw()
    {
        double? before = null;
        for (int x = 0; x < 2 * Columns; x++)
        {
            if (PowerAt((x + 0.5) / (2 * Columns) * curve.Axis.End) is not { } power)
            {
                continue;
            }

            double y = Y(power);
            double from = before ?? y;
            for (int dot = (int)Math.Min(from, y); dot <= (int)Math.Max(from, y); dot++)
            {
                if (dot != (int)from || before is null || (int)from == (int)y)
                {
                    dots[dot / 4, x / 2] |= Bits[dot % 4, x % 2];
                }
            }

            before = y;
        }
    }

    // Between points the curve is a line.
    private double? PowerAt(double units)
    {
        var points = curve.Points;
        int next = 0;
        while (next < points.Count && points[next].Units < units)
        {
            next++;
        }

        if (next == 0 || next == points.Count)
        {
            return null;
        }

        var (a, b) = (points[next - 1], points[next]);
        return a.Power.Value + (b.Power.Value - a.Power.Value) * (units - a.Units) / (b.Units - a.Units);
    }

    private double X(double units) => Math.Min(units / curve.Axis.End * 2 * Columns, 2 * Columns - 1);

    // Power 1 in the middle of the first row, 0 in that of the last.
    private static double Y(double power) => 1.5 + (1 - power) * (4 * (Rows - 1));

    private static string Label(int row)
    {
        // 0.2 is as many rows as 0.2 of all but one: labels sit where the rows are.
        double power = 1 - row / (Rows - 1.0);
        return row % 7 == 0 ? power.ToString("0.0", CultureInfo.InvariantCulture) : "";
    }

    private string Axis()
    {
        char[] line = [.. Enumerable.Repeat('─', Columns)];
        foreach (double tick in curve.Axis.Values.Skip(1))
        {
            line[Column(tick)] = '┴';
        }

        return new string(line);
    }

    private string AxisLabels()
    {
        char[] line = [.. Enumerable.Repeat(' ', Left + Columns + 3)];
        foreach (double tick in curve.Axis.Values)
        {
            string label = AxisTicks.Label(tick);
            int start = Math.Clamp(Left - (tick == 0 ? 1 : 0) + Column(tick) - label.Length / 2, 0, line.Length - label.Length);
            label.CopyTo(0, line, start, label.Length);
        }

        return new string(line).TrimEnd();
    }

    private int Column(double units) => Math.Min((int)(X(units) / 2), Columns - 1);
}
