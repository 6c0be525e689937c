using System.Globalization;
using System.Text;

namespace GrpcExp.ControlPlane.Charts;

/// <summary>Writes the <c>d</c> of SVG paths, in tenths of a unit.</summary>
internal static class PathText
{
    /// <summary>A line through points, left to right; empty for none.</summary>
    public static string Line(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        Append(path, points, 'M');
        return path.ToString();
    }

    /// <summary>The area between an upper and a lower line that have the same places along the axis; empty for none.</summary>
    public static string Band(IReadOnlyList<(double X, double Low, double High)> points)
    {
        if (points.Count == 0)
        {
            return "";
        }

        var path = new StringBuilder();
        Append(path, points.Select(point => (point.X, point.High)), 'M');
        Append(path, points.Reverse().Select(point => (point.X, point.Low)), 'L');
        return path.Append('Z').ToString();
    }

    /// <summary>A coordinate or length as attributes take it.</summary>
    public static string Of(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A share of the whole width or height, 0 to 1, as attributes take it.</summary>
    public static string Share(double value) => Math.Round(value * 100, 1).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static void Append(StringBuilder path, IEnumerable<(double X, double Y)> points, char first)
    {
        var command = first;
        foreach (var (x, y) in points)
        {
            path.Append(command).Append(Of(x)).Append(' ').Append(Of(y));
            command = 'L';
        }
    }
}
