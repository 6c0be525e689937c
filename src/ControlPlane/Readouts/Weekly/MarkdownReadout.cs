using System.Globalization;
using System.Text;

namespace GrpcExp.ControlPlane.Readouts.Weekly;

/// <summary>A weekly readout as Markdown.</summary>
internal static class MarkdownReadout
{
    public static string Of(WeeklyReadout readout)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Experiments in {Escape(readout.Environment)}, {readout.From:yyyy-MM-dd} to {readout.To.AddDays(-1):yyyy-MM-dd}\n\n{readout.Summary()}.\n");
        foreach (var table in ReadoutTable.Of(readout))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n");
            if (table.Rows.Count == 0)
            {
                text.Append(table.Empty).Append('\n');
                continue;
            }

            Row(text, table.Columns);
            Row(text, [.. table.Columns.Select(_ => "---")]);
            foreach (var row in table.Rows)
            {
                Row(text, [.. row.Select(Escape)]);
            }
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    /// <summary>Names and details are other people's words: in a cell they stay words.</summary>
    private static string Escape(string cell)
    {
        var text = new StringBuilder(cell.Length);
        foreach (var character in cell)
        {
            if (character is '\\' or '`' or '*' or '[' or ']' or '<' or '>' or '|' or '#' or '!')
            {
                text.Append('\\').Append(character);
            }
            else
            {
                text.Append(char.IsControl(character) ? ' ' : character);
            }
        }

        return text.ToString();
    }
}
