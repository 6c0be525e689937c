using System.Globalization;
using System.Text.Json;
using GrpcExp.Cli.Terminal;
using Spectre.Console;

namespace GrpcExp.Cli.Definitions;

/// <summary>What became of a file, for people and for programs.</summary>
internal static class AppliedPrinter
{
    /// <summary>One line an entry, and the sum.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<AppliedDefinition> applied, bool dryRun)
    {
        var table = Tables.Of("Kind", "Key", "#Version", "Change");
        foreach (var one in applied)
        {
            table.Add(one.Kind.List, one.Key, one.Version > 0 ? one.Version.ToString(CultureInfo.InvariantCulture) : "", Word(one.Change));
        }

        console.Write(table);
        console.WriteLine($"{string.Join(", ", Counts(applied).Select(count => $"{count.Count} {count.Word}"))}{(dryRun ? "; a dry run, nothing was changed" : "")}");
    }

    /// <summary>The same as JSON.</summary>
    public static void Write(Stream stream, IReadOnlyList<AppliedDefinition> applied, bool dryRun)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteBoolean("dry_run", dryRun);
            foreach (var (word, count) in Counts(applied))
            {
                json.WriteNumber(word, count);
            }

            json.WriteStartArray("definitions");
            foreach (var one in applied)
            {
                json.WriteStartObject();
                json.WriteString("kind", one.Kind.List);
                json.WriteString("key", one.Key);
                json.WriteNumber("version", one.Version);
                json.WriteString("change", Word(one.Change));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static (string Word, int Count)[] Counts(IReadOnlyList<AppliedDefinition> applied) =>
    [
        .. new[] { DefinitionChange.Created, DefinitionChange.Updated, DefinitionChange.Unchanged }.Select(change => (Word(change), applied.Count(one => one.Change == change))),
    ];

    private static string Word(DefinitionChange change) => change.ToString().ToLowerInvariant();
}
