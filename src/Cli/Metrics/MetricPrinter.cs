using System.Text.Json;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Metrics;

/// <summary>Metrics and what became of them, for people and for programs.</summary>
internal static class MetricPrinter
{
    /// <summary>The registry, one line a metric.</summary>
    public static void Print(IAnsiConsole console, IEnumerable<Metric> metrics)
    {
        var table = Tables.Of("Metric", "Version", "Type", "Tier", "Drives", "Event", "Window", "Owner");
        foreach (var metric in metrics)
        {
            table.Add(
                metric.Deprecated ? $"{metric.Key} (deprecated)" : metric.Key,
                $"{metric.Version}",
                Word(metric, "type"),
                Word(metric, "tier"),
                metric.ParentMetric,
                metric.EventName,
                Window(metric),
                metric.OwnerTeam);
        }

        console.Write(table);
    }

    /// <summary>What became of a file, one line an entry, and the sum.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<AppliedDefinition> applied, bool dryRun)
    {
        var table = Tables.Of("Metric", "Version", "Change");
        foreach (var metric in applied)
        {
            table.Add(metric.Key, $"{metric.Version}", WordOf(metric.Change));
        }

        console.Write(table);
        console.WriteLine($"{string.Join(", ", Counts(applied).Select(count => $"{count.Count} {count.Word}"))}{(dryRun ? "; a dry run, nothing was changed" : "")}");
        foreach (var metric in applied)
        {
            foreach (var warning in metric.Warnings)
            {
                console.WriteLine($"warning: {metric.Key} {warning}");
            }
        }
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

            json.WriteStartArray("metrics");
            foreach (var metric in applied)
            {
                json.WriteStartObject();
                json.WriteString("key", metric.Key);
                json.WriteNumber("version", metric.Version);
                json.WriteString("change", WordOf(metric.Change));
                json.WriteStartArray("warnings");
                foreach (var warning in metric.Warnings)
                {
                    json.WriteStringValue(warning);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static (string Word, int Count)[] Counts(IReadOnlyList<AppliedDefinition> applied) =>
    [
        .. new[] { DefinitionChange.Created, DefinitionChange.Updated, DefinitionChange.Unchanged }
            .Select(change => (WordOf(change), applied.Count(metric => metric.Change == change))),
    ];

    private static string WordOf(DefinitionChange change) => change == DefinitionChange.Created ? "registered" : change.ToString().ToLowerInvariant();

    private static string Word(Metric metric, string field)
    {
        var descriptor = Metric.Descriptor.FindFieldByName(field);
        return descriptor.EnumType.FindValueByNumber((int)descriptor.Accessor.GetValue(metric)) is { } value ? YamlScalars.Word(value) : "";
    }

    private static string Window(Metric metric) => metric switch
    {
        { Type: MetricType.Retention } => $"day {metric.RetentionDay}",
        { AttributionWindowHours: 0 } => "336 h",
        _ => $"{metric.AttributionWindowHours} h",
    };
}
