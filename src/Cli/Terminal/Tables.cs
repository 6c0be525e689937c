using System.Globalization;
using Spectre.Console;

namespace GrpcExp.Cli.Terminal;

/// <summary>Tables as all commands draw them.</summary>
internal static class Tables
{
    /// <summary>An empty table; titles that begin with a <c>#</c> are of numbers and stand right.</summary>
    public static Table Of(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(column.StartsWith('#') ? new TableColumn(column[1..]).RightAligned() : new TableColumn(column));
        }

        return table;
    }

    /// <summary>Adds a row of texts, in which nothing is markup.</summary>
    public static void Add(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    /// <summary>A number of things, the word in the plural but for one.</summary>
    public static string Count(int number, string word) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {word}{(number == 1 ? "" : "s")}");

    /// <summary>One name and value a line, names in a column; values that are empty are left out.</summary>
    public static void Facts(IAnsiConsole console, params IReadOnlyList<(string Name, string Value)> facts)
    {
        var shown = facts.Where(fact => fact.Value.Length > 0).ToArray();
        var width = shown.Max(fact => fact.Name.Length);
        foreach (var (name, value) in shown)
        {
            console.MarkupLine($"[grey]{Markup.Escape(name.PadRight(width))}[/]  {Markup.Escape(value)}");
        }
    }
}
