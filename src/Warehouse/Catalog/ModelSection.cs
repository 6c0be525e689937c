using System.Globalization;
using System.Text;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>The section of one model.</summary>
internal static class ModelSection
{
    public static void Write(StringBuilder page, ProjectCatalog catalog, CatalogModel model)
    {
        var name = HtmlText.Escape(model.Name);
        var id = HtmlText.Id(model.Name);
        page.Append($"<section id=\"{id}\" tabindex=\"-1\" aria-labelledby=\"{id}-title\" data-title=\"{name}\">\n<h2 id=\"{id}-title\"><code>{name}</code></h2>\n");
        page.Append($"<p>{HtmlText.Escape(model.Description)}</p>\n");
        Facts(page, catalog, model);
        page.Append($"<div class=\"drawing\">\n{LineageSvg.Around(catalog, model)}</div>\n");
        Columns(page, model);
        HtmlParts.Tests(page, "Data tests", model.Tests, catalog.Build is not null);
        if (model.Written.Length + model.Compiled.Count > 0)
        {
            page.Append("<h3>SQL</h3>\n");
        }

        if (model.Written.Length > 0)
        {
            HtmlParts.Sql(page, "As written", model.Written, open: true);
        }

        foreach (var (engine, sql) in model.Compiled)
        {
            HtmlParts.Sql(page, $"As compiled for {engine}", sql);
        }

        page.Append("</section>\n");
    }

    private static void Facts(StringBuilder page, ProjectCatalog catalog, CatalogModel model)
    {
        page.Append("<dl>\n");
        if (model.Grain.Length > 0)
        {
            HtmlParts.Fact(page, "one row per", model.Grain);
        }

        var key = model.UniqueKey.Count > 0 ? $", merged by {string.Join(", ", model.UniqueKey)}" : "";
        HtmlParts.Fact(page, "materialization", model.Materialization + key);
        if (model.Distribution.Length > 0)
        {
            HtmlParts.Fact(page, "distribution", model.Distribution == Projects.Distribution.Reference ? "reference table" : $"by {model.Distribution}");
        }

        if (model.Tags.Count > 0)
        {
            HtmlParts.FactHtml(page, "tags", string.Concat(model.Tags.Select(tag => $"<span class=\"mark\">{HtmlText.Escape(tag)}</span>")));
        }

        if (model.Path.Length > 0)
        {
            HtmlParts.Fact(page, "file", model.Path);
        }

        if (model.Materialization != "source")
        {
            HtmlParts.FactHtml(page, "reads", string.Join(", ", model.Reads.Select(HtmlParts.Link)));
        }

        HtmlParts.FactHtml(page, "read by", string.Join(", ", model.ReadBy.Select(HtmlParts.Link)));
        if (catalog.Build is not null && model.Materialization != "source")
        {
            HtmlParts.Fact(page, "last run", model.Run is { } run
                ? string.Create(CultureInfo.InvariantCulture, $"build {run.BuildId}, {(run.Rows is { } rows ? $"{HtmlParts.Count(rows)} rows" : "a view")}, {HtmlParts.Millis(run.ElapsedMillis)}")
                : "never");
        }

        page.Append("</dl>\n");
    }

    private static void Columns(StringBuilder page, CatalogModel model)
    {
        if (model.Columns.Count == 0)
        {
            return;
        }

        page.Append("<h3>Columns</h3>\n<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">column</th><th scope=\"col\">holds</th><th scope=\"col\">tests</th></tr></thead>\n<tbody>\n");
        foreach (var column in model.Columns)
        {
            var tests = model.Tests.Where(test => test.Column == column.Name)
                .Select(test => $"<span class=\"mark\">{HtmlText.Escape(test.Kind)}{(test.Severity == "warn" ? ", warns" : "")}</span>");
            page.Append($"<tr><td><code>{HtmlText.Escape(column.Name)}</code></td><td>{HtmlText.Escape(column.Description)}</td><td>{string.Concat(tests)}</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
    }
}
