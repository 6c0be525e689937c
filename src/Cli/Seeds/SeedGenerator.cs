using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GrpcExp.Cli.Seeds;

/// <summary>Makes the seed files: the same seed gives the same bytes, on every machine and runtime.</summary>
internal static class SeedGenerator
{
    public const ulong DefaultSeed = 42;
    public const int AssignmentRows = 50_000;
    public const int EventRows = 100_000;
    public const string ManifestName = "manifest.json";

    private static readonly JsonSerializerOptions ManifestOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>File name → contents: five CSV files and the manifest.</summary>
    public static IReadOnlyDictionary<string, byte[]> Generate(ulong seed)
    {
        var assignments = new List<SeedAssignment>(AssignmentRows);
        var events = new List<SeedEvent>(EventRows);
        var units = new List<SeedUnit>(AssignmentRows);
        var summaries = new List<SeedExperimentSummary>();
        var candidate = 0;
        for (var position = 0; position < SeedCatalog.All.Count; position++)
        {
            var experiment = SeedCatalog.All[position];
            var rows = RowDefects.Of(position);
            summaries.Add(SeedSummaries.Of(experiment, rows));
            if (experiment.HasData)
            {
                units.AddRange(Populate(experiment, rows, seed, assignments, events, ref candidate));
            }
        }

        var random = new SeedRandom(seed, "events");
        new RowDefectPlanter(random, assignments, events).PlantOutcomes(ref candidate);
        ViewPages(units, random, events);
        Check(assignments.Count, AssignmentRows, "assignments");
        Check(events.Count, EventRows, "events");

        var files = new Dictionary<string, CsvText>
        {
            ["assignments.csv"] = SeedFiles.Assignments(InOrder(assignments)),
            ["events.csv"] = SeedFiles.Events(InOrder(events)),
            ["experiments.csv"] = SeedFiles.Experiments(SeedCatalog.All),
            ["flags.csv"] = SeedFiles.Flags(SeedFlags.All(seed)),
            ["metric_definitions.csv"] = SeedFiles.Metrics(SeedMetrics.All),
        };
        var contents = files.ToDictionary(file => file.Key, file => file.Value.ToBytes());
        var manifest = new SeedManifest(
            seed,
            files.ToDictionary(
                file => file.Key,
                file => new SeedFileSummary(file.Value.Rows, Convert.ToHexStringLower(SHA256.HashData(contents[file.Key])))),
            summaries.Aggregate(Unattached(), (sum, summary) => sum + summary.Defects),
            summaries);
        contents[ManifestName] = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(manifest, ManifestOptions) + "\n");
        return contents;
    }

    /// <summary>Reads a manifest.</summary>
    public static SeedManifest ReadManifest(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<SeedManifest>(stream, ManifestOptions) ?? throw new JsonException($"{path} is empty.");
    }

    private static List<SeedUnit> Populate(
        SeedExperiment experiment, RowDefects rows, ulong seed, List<SeedAssignment> assignments, List<SeedEvent> events, ref int candidate)
    {
        var random = new SeedRandom(seed, experiment.Key);
        var units = SeedPopulation.Draw(experiment, random, ref candidate);
        var exposures = new SeedExposures(experiment, random, assignments, events);
        foreach (var unit in units)
        {
            exposures.Record(unit);
        }

        new RowDefectPlanter(random, assignments, events).Plant(experiment, rows, ref candidate);
        new SeedOutcomes(experiment, units, random, events).Record();
        return units;
    }

    // Page views that no metric counts fill the log up to its size.
    private static void ViewPages(List<SeedUnit> units, SeedRandom random, List<SeedEvent> events)
    {
        while (events.Count < EventRows)
        {
            var unit = units[random.Below(units.Count)];
            var at = unit.AssignedAt + random.Between(1, 6 * SeedCalendar.Day);
            events.Add(new SeedEvent { EventName = "page_view", UnitId = unit.Id, OccurredAt = at, LoggedAt = at });
        }
    }

    private static IEnumerable<SeedAssignment> InOrder(List<SeedAssignment> rows)
    {
        var ordered = rows.OrderBy(row => row.LoggedAt).ToList();
        var number = 0;
        ordered.ForEach(row => row.EventId = row.ResendOf?.EventId ?? $"a{++number:000000}");
        return ordered;
    }

    private static IEnumerable<SeedEvent> InOrder(List<SeedEvent> rows)
    {
        var ordered = rows.OrderBy(row => row.LoggedAt).ToList();
        var number = 0;
        ordered.ForEach(row => row.EventId = row.ResendOf?.EventId ?? $"e{++number:000000}");
        return ordered;
    }

    private static SeedDefectCounts Unattached() => new()
    {
        OutcomeResends = RowDefects.OutcomeResends,
        OrphanOutcomes = RowDefects.OrphanOutcomes,
        MissingOutcomeFields = RowDefects.MissingOutcomeFields,
    };

    private static void Check(int rows, int expected, string file)
    {
        if (rows != expected)
        {
            throw new InvalidOperationException($"The plan gives {rows} {file} and not {expected}: change the size of one experiment in {nameof(SeedCatalog)}.");
        }
    }
}
