using System.Globalization;
using System.Text;
using GrpcExp.Load.Engine;

namespace GrpcExp.Load.Reports;

/// <summary>Charts as SVG without scripts. Latency is on a logarithmic axis in both.</summary>
internal static class LatencyChart
{
    private const double Width = 520;
    private const double Height = 260;
    private const double Left = 62;
    private const double Bottom = 34;
    private const double Top = 10;
    private const double PlotWidth = Width - Left - 12;
    private const double PlotHeight = Height - Bottom - Top;

    /// <summary>Counts over latency.</summary>
    public static string Histogram(Measurement measurement)
    {
        var bins = measurement.Histogram;
        var most = (double)bins.Max(b => b.Count);
        var step = PlotWidth / bins.Count;
        var svg = Begin($"Latency histogram of {measurement.Name}");
        for (var i = 0; i < bins.Count; i++)
        {
            var height = PlotHeight * bins[i].Count / most;
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{Left + (i * step):0.0}\" y=\"{Top + PlotHeight - height:0.0}\" width=\"{Math.Max(1, step - 1):0.0}\" height=\"{height:0.0}\"><title>up to {Ms(bins[i].To)} ms: {Figures.Count(bins[i].Count)}</title></rect>");
            if (i % Math.Max(1, bins.Count / 7) == 0)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + ((i + 1) * step):0.0}\" y=\"{Height - 16:0}\" text-anchor=\"middle\">{Ms(bins[i].To)}</text>");
            }
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6:0}\" y=\"{Top + 10:0}\" text-anchor=\"end\">{Figures.Count((long)most)}</text>");
        return End(svg, "ms");
    }

    /// <summary>Latency over percentile; the axis gives every further nine the same room.</summary>
    public static string Curve(Measurement measurement)
    {
        var curve = measurement.Latency.Curve;
        var low = Math.Log10(Math.Max(1e-4, curve[0].Latency.TotalMilliseconds));
        var high = Math.Max(low + 0.3, Math.Log10(Math.Max(1e-4, curve[^1].Latency.TotalMilliseconds)));
        double X(double quantile) => Left + (PlotWidth * -Math.Log10(1 - quantile) / 5);
        double Y(double ms) => Top + PlotHeight - (PlotHeight * (Math.Log10(Math.Max(1e-4, ms)) - low) / (high - low));
        var svg = Begin($"Latency percentiles of {measurement.Name}");
        foreach (var (quantile, name) in new[] { (0.5, "50"), (0.9, "90"), (0.99, "99"), (0.999, "99.9"), (0.9999, "99.99") })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{X(quantile):0.0}\" x2=\"{X(quantile):0.0}\" y1=\"{Top:0}\" y2=\"{Top + PlotHeight:0}\"/><text x=\"{X(quantile):0.0}\" y=\"{Height - 16:0}\" text-anchor=\"middle\">{name}</text>");
        }

        for (var i = 0; i <= 4; i++)
        {
            var ms = Math.Pow(10, low + ((high - low) * i / 4));
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left:0}\" x2=\"{Left + PlotWidth:0}\" y1=\"{Y(ms):0.0}\" y2=\"{Y(ms):0.0}\"/><text x=\"{Left - 6:0}\" y=\"{Y(ms) + 4:0.0}\" text-anchor=\"end\">{Figures.Number(ms)}</text>");
        }

        var points = string.Join(' ', curve.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.Quantile):0.0},{Y(p.Latency.TotalMilliseconds):0.0}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"curve\" points=\"{points}\"/>");
        return End(svg, "percentile; ms upwards");
    }

    private static StringBuilder Begin(string label) => new StringBuilder().Append(
        CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(label)}\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\">");

    private static string End(StringBuilder svg, string axis) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (PlotWidth / 2):0}\" y=\"{Height - 3:0}\" text-anchor=\"middle\">{axis}</text></svg>").ToString();

    private static string Ms(TimeSpan time) => Figures.Number(time.TotalMilliseconds);
}
