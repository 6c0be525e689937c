using System.Text.Json;
using System.Xml.Linq;
using GrpcExp.Load.Reports;

namespace GrpcExp.Unit.Load;

public sealed class ReportTests
{
    [Fact]
    public void Markdown_tells_what_held_what_failed_and_where()
    {
        var text = MarkdownReport.Render(LoadReports.Mixed());

        Assert.Contains("| uds: p99 | < 10 ms | 1.5 ms | held |", text);
        Assert.Contains("| uds: throughput | ≥ 250,000 lookups/s | none lookups/s | **FAILED** |", text);
        Assert.Contains("Example CPU, 2 cores", text);
        Assert.Contains("| a <load> | 10 | 10 | 3 | 0 |", text);
    }

    [Fact]
    public void Markdown_reports_the_generators_lateness_apart()
    {
        var text = MarkdownReport.Render(LoadReports.Mixed());

        Assert.Contains("| a <load> | 4 | 9 | 0.001 | 9 | 0.50 | 0.25 | 0.13 |", text);
    }

    [Fact]
    public void Html_refers_to_nothing_outside_itself_and_knows_light_and_dark()
    {
        var html = HtmlReport.Render(LoadReports.Mixed());

        Assert.DoesNotContain("src=", html);
        Assert.DoesNotContain("href=", html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("prefers-color-scheme: dark", html);
        Assert.Contains("a &lt;load&gt;", html);
        Assert.DoesNotContain("a <load>", html);
    }

    [Fact]
    public void Html_draws_a_bar_a_bin_and_a_point_a_quantile()
    {
        var report = LoadReports.Mixed();

        var charts = Svgs(HtmlReport.Render(report));

        Assert.Equal(2, charts.Count);
        Assert.Equal(report.Measurements[0].Histogram.Count, charts[0].Descendants("rect").Count());
        Assert.Equal(report.Measurements[0].Latency.Curve.Count, charts[1].Element("polyline")!.Attribute("points")!.Value.Split(' ').Length);
    }

    [Fact]
    public void Json_keeps_its_names_and_has_null_for_what_could_not_be_measured()
    {
        using var json = JsonDocument.Parse(JsonReport.Render(LoadReports.Mixed()));
        var root = json.RootElement;

        Assert.Equal(
            ["scenario", "start_time", "command", "held", "machine", "verdicts", "measurements", "facts"],
            root.EnumerateObject().Select(p => p.Name));
        Assert.False(root.GetProperty("held").GetBoolean());
        Assert.Equal("at_least", root.GetProperty("verdicts")[1].GetProperty("demand").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("verdicts")[1].GetProperty("measured").ValueKind);
        var load = root.GetProperty("measurements")[0];
        Assert.Equal(
            [
                "name", "loop", "planned_per_second", "achieved_per_second", "elapsed_seconds", "ok", "failed", "dropped", "first_failure", "latency_ms",
                "from_start_ms", "late_starts", "lateness_ms", "processors", "curve", "histogram",
            ],
            load.EnumerateObject().Select(p => p.Name));
        Assert.Equal(9, load.GetProperty("latency_ms").GetProperty("max").GetDouble());
        Assert.Equal(["p50", "p75", "p90", "p95", "p99", "p999", "p9999", "max", "mean"], load.GetProperty("latency_ms").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void Every_name_of_the_json_is_documented()
    {
        var guide = File.ReadAllText(Checkout.PathOf("loadtests/README.md"));
        using var json = JsonDocument.Parse(JsonReport.Render(LoadReports.Mixed()));

        Assert.Equal([], NamesIn(json.RootElement).Distinct().Where(name => !guide.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> NamesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => NamesIn(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(NamesIn),
        _ => [],
    };

    private static List<XElement> Svgs(string html)
    {
        var svgs = new List<XElement>();
        for (var start = html.IndexOf("<svg", StringComparison.Ordinal); start >= 0; start = html.IndexOf("<svg", start + 1, StringComparison.Ordinal))
        {
            var end = html.IndexOf("</svg>", start, StringComparison.Ordinal) + "</svg>".Length;
            svgs.Add(XElement.Parse(html[start..end]));
        }

        return svgs;
    }
}
