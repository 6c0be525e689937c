using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Metrics;

/// <summary>The tree of goals, drift and versions, for people.</summary>
internal static class MetricGovernancePrinter
{
    /// <summary>The tree, each metric below what it drives.</summary>
    public static void Print(IAnsiConsole console, MetricTree tree)
    {
        var root = new Tree("metrics");
        var way = new List<IHasTreeNodes> { root };
        foreach (var entry in tree.Entries)
        {
            // Entries come depth first, so the last node of each depth is where the next hangs.
            way.RemoveRange(entry.Depth + 1, way.Count - entry.Depth - 1);
            way.Add(way[entry.Depth].AddNode(Markup.Escape(LineOf(entry))));
        }

        console.Write(root);
    }

    /// <summary>Drift, one line an entry.</summary>
    public static void Print(IAnsiConsole console, IEnumerable<MetricDrift> drifts)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("What", "Metric", "Version", "Experiment", "Other metric", "Detail");
        foreach (var drift in drifts)
        {
            string[] cells =
            [
                Word(drift.Kind),
                drift.MetricKey,
                drift.PinnedVersion > 0 ? $"{drift.PinnedVersion} of {drift.CurrentVersion}" : $"{drift.CurrentVersion}",
                drift.ExperimentKey,
                drift.OtherMetricKey,
                drift.Detail,
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        console.Write(table);
    }

    /// <summary>Versions, one line each.</summary>
    public static void Print(IAnsiConsole console, IEnumerable<MetricVersion> versions)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("Version", "Since (UTC)", "Changed", "Running experiments");
        foreach (var version in versions)
        {
            string[] cells =
            [
                version.Metric.Version.ToString(CultureInfo.InvariantCulture),
                version.Metric.CreateTime?.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
                string.Join(", ", version.ChangedFields),
                string.Join(", ", version.RunningExperiments),
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        console.Write(table);
    }

    private static string LineOf(MetricTreeEntry entry)
    {
        var metric = entry.Metric;
        var running = entry.RunningExperiments switch
        {
            0 => "",
            1 => ", 1 running experiment",
            _ => string.Create(CultureInfo.InvariantCulture, $", {entry.RunningExperiments} running experiments"),
        };
        return $"{metric.Key} ({Word(metric.Tier)}, {metric.OwnerTeam}{running}){(metric.Deprecated ? " deprecated" : "")}";
    }

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');
}
