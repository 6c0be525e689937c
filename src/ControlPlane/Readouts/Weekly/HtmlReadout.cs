using System.Globalization;
using System.Net;
using System.Text;

namespace GrpcExp.ControlPlane.Readouts.Weekly;

/// <summary>A weekly readout as one HTML page that needs nothing beside it.</summary>
internal static class HtmlReadout
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2129}"
        + "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8dce3;vertical-align:top}"
        + ".RED{color:#b3261e;font-weight:600}.YELLOW{color:#8a5a00;font-weight:600}.GREEN{color:#1b6e3c;font-weight:600}";

    private static readonly string[] Colours = ["RED", "YELLOW", "GREEN"];

    public static string Of(WeeklyReadout readout)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"Experiments in {readout.Environment}, {readout.From:yyyy-MM-dd} to {readout.To.AddDays(-1):yyyy-MM-dd}");
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{Escape(title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Escape(title)}</h1>\n<p>{Escape(readout.Summary())}.</p>\n");
        foreach (var table in ReadoutTable.Of(readout))
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(table.Title)}</h2>\n");
            if (table.Rows.Count == 0)
            {
                html.Append(CultureInfo.InvariantCulture, $"<p>{Escape(table.Empty)}</p>\n");
                continue;
            }

            html.Append("<table>\n<thead><tr>").AppendJoin("", table.Columns.Select(column => $"<th scope=\"col\">{Escape(column)}</th>")).Append("</tr></thead>\n<tbody>\n");
            foreach (var row in table.Rows)
            {
                html.Append("<tr>").AppendJoin("", row.Select(Cell)).Append("</tr>\n");
            }

            html.Append("</tbody>\n</table>\n");
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static string Cell(string cell) =>
        Colours.FirstOrDefault(colour => cell == colour || cell.StartsWith($"{colour} (", StringComparison.Ordinal)) is { } colour
            ? $"<td class=\"{colour}\">{Escape(cell)}</td>"
            : $"<td>{Escape(cell)}</td>";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
