using System.Globalization;
using System.Text;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>Pieces that several parts of the catalogue share.</summary>
internal static class HtmlParts
{
    public static string Link(string model) => $"<a href=\"#{HtmlText.Id(model)}\"><code>{HtmlText.Escape(model)}</code></a>";

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Millis(double millis) => millis < 1_000
        ? string.Create(CultureInfo.InvariantCulture, $"{millis:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{millis / 1_000:0.0} s");

    public static string Count(long? rows) => rows?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    public static void Fact(StringBuilder page, string name, string value) => FactHtml(page, name, HtmlText.Escape(value));

    public static void FactHtml(StringBuilder page, string name, string html) =>
        page.Append($"<dt>{HtmlText.Escape(name)}</dt><dd>{(html.Length > 0 ? html : "<span class=\"quiet\">none</span>")}</dd>\n");

    public static void Sql(StringBuilder page, string title, string sql, bool open = false) =>
        page.Append($"<details{(open ? " open" : "")}>\n<summary>{HtmlText.Escape(title)}</summary>\n<pre tabindex=\"0\"><code>{HtmlText.Escape(sql)}</code></pre>\n</details>\n");

    /// <summary>A table of data tests; nothing when there are none.</summary>
    public static void Tests(StringBuilder page, string title, IReadOnlyList<CatalogTest> tests, bool ran)
    {
        if (tests.Count == 0)
        {
            return;
        }

        page.Append($"<h3>{HtmlText.Escape(title)}</h3>\n<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">test</th><th scope=\"col\">severity</th>{(ran ? "<th scope=\"col\">last run</th>" : "")}<th scope=\"col\">rows that fail</th></tr></thead>\n<tbody>\n");
        foreach (var test in tests)
        {
            page.Append($"<tr><td><code>{HtmlText.Escape(test.Name)}</code></td><td>{test.Severity}</td>{(ran ? $"<td>{Outcome(test)}</td>" : "")}<td>");
            Sql(page, "query", test.Sql);
            page.Append("</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
    }

    /// <summary>How a test ended, in words and not in colour alone.</summary>
    private static string Outcome(CatalogTest test) => test.Failures switch
    {
        null => "<span class=\"quiet\">not run</span>",
        0 => "<span class=\"passed\">passed</span>",
        var rows => $"<span class=\"{(test.Severity == "error" ? "failed" : "warned")}\">{Count(rows)} rows</span>",
    };
}
