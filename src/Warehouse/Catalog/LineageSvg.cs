using System.Globalization;
using System.Text;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>Draws a lineage as SVG; every node is a link to its section.</summary>
internal static class LineageSvg
{
    private const int NodeHeight = 24;
    private const int RowHeight = 34;
    private const int Gap = 56;
    private const int Margin = 8;
    private const double LetterWidth = 6.7;

    /// <summary>All models.</summary>
    public static string Whole(ProjectCatalog catalog) => Draw(
        catalog.Models, [.. catalog.Models.SelectMany(model => model.Reads.Select(read => (read, model.Name)))], null, $"Lineage of {catalog.Project}");

    /// <summary>A model with what it reads and who reads it.</summary>
    public static string Around(ProjectCatalog catalog, CatalogModel model)
    {
        var near = catalog.Models.Where(other => other == model || model.Reads.Contains(other.Name) || model.ReadBy.Contains(other.Name)).ToArray();
        return Draw(
            near,
            [.. model.Reads.Select(read => (read, model.Name)), .. model.ReadBy.Select(reader => (model.Name, reader))],
            model.Name,
            $"What {model.Name} reads and who reads it");
    }

    private static string Draw(IReadOnlyList<CatalogModel> models, IReadOnlyCollection<(string From, string To)> edges, string? current, string title)
    {
        var layout = new LineageLayout([.. models.Select(model => model.Name)], edges);
        var lefts = Lefts(models, layout);
        var height = (layout.Rows * RowHeight) + Margin;
        var svg = new StringBuilder(Text(
            $"<svg class=\"lineage\" role=\"group\" aria-label=\"{HtmlText.Escape(title)}\" viewBox=\"0 0 {lefts[^1]} {height}\" width=\"{lefts[^1]}\" height=\"{height}\">\n"));
        foreach (var edge in edges)
        {
            svg.Append(Text($"<path class=\"edge\" data-from=\"{HtmlText.Escape(edge.From)}\" data-to=\"{HtmlText.Escape(edge.To)}\" d=\"{Curve(layout.Way(edge), lefts)}\"/>\n"));
        }

        // Tabbing goes along the layers from the left, top to bottom.
        foreach (var model in models.OrderBy(model => layout.Place(model.Name)))
        {
            var (column, row) = layout.Place(model.Name);
            var name = HtmlText.Escape(model.Name);
            var y = Y(row) - (NodeHeight / 2.0);
            svg.Append(Text(
                $"<a class=\"node {HtmlText.Escape(Kind(model))}{(model.Name == current ? " current" : "")}\" href=\"#{HtmlText.Id(model.Name)}\" data-name=\"{name}\"{(model.Name == current ? " aria-current=\"true\"" : "")}>"));
            svg.Append(Text($"<title>{name}: {HtmlText.Escape(model.Description)}</title>"));
            svg.Append(Text($"<rect x=\"{lefts[column]}\" y=\"{y}\" width=\"{Width(lefts, column)}\" height=\"{NodeHeight}\" rx=\"5\"/>"));
            svg.Append(Text($"<text x=\"{lefts[column] + 10}\" y=\"{Y(row) + 4}\">{name}</text></a>\n"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Kind(CatalogModel model) => model.Materialization is "source" or "computed" ? model.Materialization : model.Folder.Split('/')[0];

    // A column is as wide as its longest name.
    private static int[] Lefts(IReadOnlyList<CatalogModel> models, LineageLayout layout)
    {
        var lefts = new int[layout.Columns + 1];
        lefts[0] = Margin;
        for (var column = 0; column < layout.Columns; column++)
        {
            var letters = models.Where(model => layout.Place(model.Name).Column == column).Select(model => model.Name.Length).DefaultIfEmpty(0).Max();
            lefts[column + 1] = lefts[column] + (int)Math.Ceiling(letters * LetterWidth) + 20 + Gap;
        }

        lefts[^1] += Margin - Gap;
        return lefts;
    }

    private static int Width(int[] lefts, int column) => lefts[column + 1] - lefts[column] - (column + 2 == lefts.Length ? Margin : Gap);

    private static double Y(double row) => (Margin / 2.0) + ((row + 0.5) * RowHeight);

    // Straight across a column, curved between columns.
    private static string Curve(IReadOnlyList<(int Column, double Row)> way, int[] lefts)
    {
        var path = new StringBuilder();
        for (var i = 0; i < way.Count; i++)
        {
            var left = lefts[way[i].Column];
            var y = Y(way[i].Row);
            var right = left + Width(lefts, way[i].Column);
            if (i > 0)
            {
                var from = lefts[way[i - 1].Column] + Width(lefts, way[i - 1].Column);
                var middle = (from + left) / 2.0;
                path.Append(Text($"C{middle} {Y(way[i - 1].Row)} {middle} {y} {left} {y}"));
            }

            path.Append(i == 0 ? Text($"M{right} {y}") : i < way.Count - 1 ? Text($"H{right}") : "");
        }

        return path.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
