using System.Globalization;
using System.Reflection;
using System.Text;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>The catalogue as one HTML file: styles, script and drawings inside, nothing fetched. Sections show by CSS, so it reads without the script too.</summary>
internal static class CatalogPage
{
    public static string Write(ProjectCatalog catalog)
    {
        var page = new StringBuilder();
        var project = HtmlText.Escape(catalog.Project);
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
        page.Append($"<title>{project} warehouse</title>\n<style>\n{Asset("catalog.css")}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n");
        Navigation(page, catalog, project);
        page.Append("<main id=\"main\" tabindex=\"-1\">\n");
        Overview(page, catalog, project);
        foreach (var model in catalog.Models)
        {
            ModelSection.Write(page, catalog, model);
        }

        return page.Append($"</main>\n<script>\n{Asset("catalog.js")}</script>\n</body>\n</html>\n").ToString();
    }

    private static void Navigation(StringBuilder page, ProjectCatalog catalog, string project)
    {
        page.Append($"<nav aria-label=\"Models\">\n<h1><a href=\"#overview\">{project} warehouse</a></h1>\n");
        page.Append("<label for=\"search\">Search names, columns, descriptions, tags</label>\n<input id=\"search\" type=\"search\" autocomplete=\"off\">\n<p id=\"found\" role=\"status\"></p>\n");
        foreach (var folder in catalog.Models.GroupBy(model => model.Folder))
        {
            page.Append(CultureInfo.InvariantCulture, $"<details open>\n<summary>{HtmlText.Escape(folder.Key)} <span class=\"quiet\">{folder.Count()}</span></summary>\n<ul>\n");
            foreach (var model in folder)
            {
                string[] words = [model.Name, model.Description, .. model.Tags, .. model.Columns.SelectMany(column => new[] { column.Name, column.Description })];
                var search = HtmlText.Escape(string.Join(' ', words).ToLowerInvariant());
                page.Append($"<li data-search=\"{search}\"><a href=\"#{HtmlText.Id(model.Name)}\">{HtmlText.Escape(model.Name)}</a></li>\n");
            }

            page.Append("</ul>\n</details>\n");
        }

        page.Append("</nav>\n");
    }

    private static void Overview(StringBuilder page, ProjectCatalog catalog, string project)
    {
        var made = catalog.Models.Where(model => model.Materialization != "source").ToArray();
        var tests = catalog.Models.SelectMany(model => model.Tests).Concat(catalog.SqlTests).ToArray();
        page.Append($"<section id=\"overview\" tabindex=\"-1\" data-title=\"{project} warehouse\">\n<h2>{project} warehouse</h2>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{made.Length} models over {catalog.Models.Count - made.Length} raw tables, with {tests.Length} data tests.</p>\n");
        if (catalog.Build is { } build)
        {
            page.Append("<dl>\n");
            HtmlParts.Fact(page, "last published build", build.BuildId.ToString(CultureInfo.InvariantCulture));
            HtmlParts.Fact(page, "finished", HtmlParts.Instant(build.FinishedAt));
            HtmlParts.Fact(page, "took", HtmlParts.Millis((build.FinishedAt - build.StartedAt).TotalMilliseconds));
            HtmlParts.Fact(page, "newest raw event", build.Watermark is { } watermark ? HtmlParts.Instant(watermark) : "none");
            var failing = tests.Count(test => test.Failures > 0);
            HtmlParts.Fact(page, "data tests", string.Create(CultureInfo.InvariantCulture, $"{tests.Count(test => test.Failures == 0)} passed, {failing} found rows, {tests.Count(test => test.Failures is null)} not run"));
            page.Append("</dl>\n");
        }

        page.Append($"<h3>Lineage</h3>\n<p class=\"quiet\">Left to right: each model stands right of all it reads.</p>\n<div class=\"drawing\">\n{LineageSvg.Whole(catalog)}</div>\n");
        Models(page, catalog);
        HtmlParts.Tests(page, "Data tests over several models", catalog.SqlTests, catalog.Build is not null);
        page.Append("</section>\n");
    }

    // The drawing again as a table, for those who cannot see it.
    private static void Models(StringBuilder page, ProjectCatalog catalog)
    {
        var ran = catalog.Build is not null;
        page.Append($"<h3>Models</h3>\n<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">model</th><th scope=\"col\">folder</th><th scope=\"col\">one row per</th><th scope=\"col\">holds</th>{(ran ? "<th scope=\"col\">rows</th><th scope=\"col\">took</th>" : "")}</tr></thead>\n<tbody>\n");
        foreach (var model in catalog.Models)
        {
            page.Append($"<tr><td>{HtmlParts.Link(model.Name)}</td><td>{HtmlText.Escape(model.Folder)}</td><td>{HtmlText.Escape(model.Grain)}</td><td>{HtmlText.Escape(model.Description)}</td>");
            page.Append(ran ? $"<td class=\"number\">{HtmlParts.Count(model.Run?.Rows)}</td><td class=\"number\">{(model.Run is { } run ? HtmlParts.Millis(run.ElapsedMillis) : "")}</td></tr>\n" : "</tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
    }

    private static string Asset(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"catalog/{name}")!);
        return reader.ReadToEnd();
    }
}
