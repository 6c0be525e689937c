using System.Globalization;
using System.Net;
using System.Text;

namespace GrpcExp.Cli.Planning;

/// <summary>A power curve as one SVG file without scripts or fonts of its own, in light and dark.</summary>
internal static class CurveSvg
{
    private const double Width = 720;
    private const double Height = 420;
    private const double Left = 64;
    private const double Right = 28;
    private const double Top = 76;
    private const double Bottom = 56;

    // Colours by class, not by variable: many programs that show SVG know no variables.
    private const string Style = """
          <style>
            text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; }
            .title { font-size: 16px; font-weight: 600; }
            .planned { font-weight: 600; }
            .target { stroke-dasharray: 5 4; }
            .drop { stroke-dasharray: 2 3; }
            .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
            .area { fill-opacity: 0.08; }
            .mark { stroke-width: 2; }
            text { fill: #59636e; }
            .title, .name { fill: #1f2328; }
            .ground { fill: #ffffff; }
            .grid { stroke: #d8dee4; }
            .axis, .target { stroke: #59636e; }
            .curve { stroke: #0969da; }
            .area { fill: #0969da; }
            .mark { fill: #bc4c00; stroke: #ffffff; }
            .drop { stroke: #bc4c00; }
            .planned { fill: #bc4c00; }
            @media (prefers-color-scheme: dark) {
              text { fill: #9198a1; }
              .title, .name { fill: #f0f6fc; }
              .ground { fill: #0d1117; }
              .grid { stroke: #2f353d; }
              .axis, .target { stroke: #9198a1; }
              .curve { stroke: #58a6ff; }
              .area { fill: #58a6ff; }
              .mark { fill: #f0883e; stroke: #0d1117; }
              .drop { stroke: #f0883e; }
              .planned { fill: #f0883e; }
            }
          </style>
        """;

    /// <summary>The whole document.</summary>
    public static string Of(PowerCurve curve, string title, string subtitle)
    {
        double X(double units) => Left + units / curve.Axis.End * (Width - Left - Right);
        double Y(double power) => Top + (1 - power) * (Height - Top - Bottom);
        string planned = $"{curve.Units.ToString("N0", CultureInfo.InvariantCulture)} units, power {curve.Power.ToString("0.000", CultureInfo.InvariantCulture)}";
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-labelledby="power-title power-text">
              <title id="power-title">{Escaped(title)}</title>
              <desc id="power-text">{Escaped($"{subtitle}. Power rises with the units over all variants; planned: {planned}.")}</desc>
            {Style}
              <rect class="ground" width="{Width}" height="{Height}"/>
              <text class="title" x="{Left}" y="30">{Escaped(title)}</text>
              <text x="{Left}" y="52">{Escaped(subtitle)}</text>

            """);
        for (int tick = 0; tick <= 5; tick++)
        {
            double power = tick / 5.0;
            Line(svg, tick == 0 ? "axis" : "grid", Left, Y(power), Width - Right, Y(power));
            Text(svg, "", Left - 10, Y(power) + 4.5, "end", power.ToString("0.0", CultureInfo.InvariantCulture));
        }

        foreach (double units in curve.Axis.Values)
        {
            Line(svg, "axis", X(units), Y(0), X(units), Y(0) + 5);
            Text(svg, "", X(units), Y(0) + 21, "middle", AxisTicks.Label(units));
        }

        Text(svg, "name", (Left + Width - Right) / 2, Height - 12, "middle", "Units over all variants");
        svg.Append(CultureInfo.InvariantCulture, $"  <text class=\"name\" transform=\"translate(20 {N(Y(0.5))}) rotate(-90)\" text-anchor=\"middle\">Power</text>\n");
        if (curve.Target is { } target)
        {
            Line(svg, "target", Left, Y(target), Width - Right, Y(target));
        }

        string path = string.Join(" L", curve.Points.Select(point => $"{N(X(point.Units))} {N(Y(point.Power.Value))}"));
        svg.Append(CultureInfo.InvariantCulture, $"  <path class=\"area\" d=\"M{N(X(curve.Points[0].Units))} {N(Y(0))} L{path} L{N(X(curve.Points[^1].Units))} {N(Y(0))} Z\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"  <path class=\"curve\" d=\"M{path}\"/>\n");
        Line(svg, "drop", X(curve.Units), Y(curve.Power), X(curve.Units), Y(0));
        svg.Append(CultureInfo.InvariantCulture, $"  <circle class=\"mark\" cx=\"{N(X(curve.Units))}\" cy=\"{N(Y(curve.Power))}\" r=\"6\"/>\n");

        // Under the curve there is room to the right of the point, and near the right end to its left.
        bool isRight = X(curve.Units) < Width - Right - 190;
        Text(svg, "planned", X(curve.Units) + (isRight ? 12 : -12), Math.Min(Y(curve.Power) + 24, Y(0) - 8), isRight ? "start" : "end", planned);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder svg, string style, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"  <line class=\"{style}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>\n");

    private static void Text(StringBuilder svg, string style, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"  <text{(style.Length > 0 ? $" class=\"{style}\"" : "")} x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{Escaped(text)}</text>\n");

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
