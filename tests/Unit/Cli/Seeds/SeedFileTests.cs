using GrpcExp.Cli.Seeds;
using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Cli.Seeds;

/// <summary>The committed seeds. What the manifest says is counted again from the files, with nothing but a split.</summary>
public sealed class SeedFileTests
{
    private static readonly string Folder = Checkout.PathOf("seeds");
    private static readonly SeedManifest Manifest = SeedGenerator.ReadManifest(Path.Combine(Folder, SeedGenerator.ManifestName));
    private static readonly string[][] Assignments = Rows("assignments.csv");
    private static readonly string[][] Events = Rows("events.csv");
    private static readonly string[][] Exposures = [.. Events.Where(row => row[1] == "experiment_exposure")];
    private static readonly string[][] Outcomes = [.. Events.Where(row => row[1] != "experiment_exposure")];

    // What ingestion would store of the assignments: each event once, without the rows that lack something.
    private static readonly string[][] GoodAssignments =
        [.. Assignments.Where(row => row[3].Length > 0 && row[4].Length > 0 && int.Parse(row[5]) is >= 0 and <= 9999).DistinctBy(row => row[0])];

    private static readonly string[][] GoodExposures =
        [.. Exposures.Where(row => row[2].Length > 0 && row[7].Length > 0).DistinctBy(row => row[0])];

    [Fact]
    public void Generating_again_gives_the_committed_bytes()
    {
        foreach (var (name, contents) in SeedGenerator.Generate(SeedGenerator.DefaultSeed))
        {
            Assert.True(contents.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Folder, name))), $"{name} differs from what is generated.");
        }
    }

    [Fact]
    public void Another_seed_gives_other_rows_with_the_same_plan()
    {
        var other = SeedGenerator.Generate(7);
        Assert.False(other["assignments.csv"].AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Folder, "assignments.csv"))));
        Assert.True(other["experiments.csv"].AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Folder, "experiments.csv"))));
    }

    [Theory]
    [InlineData("assignments.csv", 50_000)]
    [InlineData("events.csv", 100_000)]
    [InlineData("experiments.csv", 50)]
    [InlineData("flags.csv", 500)]
    [InlineData("metric_definitions.csv", 10)]
    public void Every_file_has_exactly_its_rows(string file, int rows)
    {
        Assert.Equal(rows, File.ReadLines(Path.Combine(Folder, file)).Count() - 1);
        Assert.Equal(rows, Manifest.Files[file].Rows);
    }

    [Fact]
    public void Rows_sent_twice_are_counted()
    {
        Assert.Equal(Manifest.Totals.AssignmentResends, Resent(Assignments));
        Assert.Equal(Manifest.Totals.ExposureResends, Resent(Exposures));
        Assert.Equal(Manifest.Totals.OutcomeResends, Resent(Outcomes));
    }

    [Fact]
    public void Rows_that_lack_something_are_counted()
    {
        Assert.Equal(Manifest.Totals.MissingAssignmentFields, Assignments.Count(row => row.Contains("")));
        Assert.Equal(Manifest.Totals.MissingExposureFields, Exposures.Count(row => row[2].Length == 0 || row[7].Length == 0));
        Assert.Equal(Manifest.Totals.MissingOutcomeFields, Outcomes.Count(row => row[1].Length == 0 || row[2].Length == 0 || row[3].Length == 0));
        Assert.Equal(Manifest.Totals.BadBuckets, Assignments.Count(row => int.Parse(row[5]) is < 0 or > 9999));
    }

    [Fact]
    public void Rows_of_units_never_assigned_are_counted()
    {
        var assigned = GoodAssignments.Select(row => (row[1], row[3])).ToHashSet();
        var anywhere = GoodAssignments.Select(row => row[3]).ToHashSet();
        Assert.Equal(Manifest.Totals.OrphanExposures, GoodExposures.Count(row => !assigned.Contains((row[5], row[2]))));
        Assert.Equal(
            Manifest.Totals.OrphanOutcomes,
            Outcomes.Where(row => row[1].Length > 0 && row[2].Length > 0 && row[3].Length > 0).DistinctBy(row => row[0]).Count(row => !anywhere.Contains(row[2])));
    }

    [Fact]
    public void What_is_wrong_with_units_is_counted_by_experiment()
    {
        var ends = Rows("experiments.csv").ToDictionary(row => row[0], row => row[^3]);
        var exposures = GoodExposures.ToLookup(row => (row[5], row[2]));
        foreach (var experiment in Manifest.Experiments.Where(experiment => experiment.Verdict.Length > 0))
        {
            var found = new SeedDefectCounts();
            foreach (var unit in GoodAssignments.Where(row => row[1] == experiment.Key).GroupBy(row => row[3]))
            {
                var first = unit.MinBy(row => row[6], StringComparer.Ordinal)!;
                var seen = exposures[(experiment.Key, unit.Key)].OrderBy(row => row[3], StringComparer.Ordinal).ToArray();
                var isCrossover = unit.Select(row => row[4]).Distinct().Count() > 1;
                found += new SeedDefectCounts
                {
                    CrossoverUnits = Flag(isCrossover),
                    RepeatedAssignments = Flag(!isCrossover && unit.Count() > 1),
                    NeverExposed = Flag(seen.Length == 0),
                    PreAssignmentExposures = Flag(seen.Any(row => string.CompareOrdinal(row[3], first[6]) < 0)),
                    LateExposures = Flag(ends[experiment.Key].Length > 0 && seen.Any(row => string.CompareOrdinal(row[3], ends[experiment.Key]) > 0)),
                    VariantMismatches = Flag(seen.Length == 1 && seen[0][7] != first[4]),
                    MultipleVariantExposures = Flag(seen.Select(row => row[7]).Distinct().Count() > 1),
                };
            }

            var planted = experiment.Defects;
            var unitDefects = planted with
            {
                AssignmentResends = 0,
                BadBuckets = 0,
                MissingAssignmentFields = 0,
                ExposureResends = 0,
                OrphanExposures = 0,
                MissingExposureFields = 0,
            };
            Assert.Equal((experiment.Key, unitDefects), (experiment.Key, found));
        }
    }

    [Fact]
    public void Totals_are_the_sums_of_the_experiments()
    {
        var sum = Manifest.Experiments.Aggregate(new SeedDefectCounts(), (total, experiment) => total + experiment.Defects);
        var unattached = new SeedDefectCounts
        {
            OutcomeResends = Manifest.Totals.OutcomeResends,
            OrphanOutcomes = Manifest.Totals.OrphanOutcomes,
            MissingOutcomeFields = Manifest.Totals.MissingOutcomeFields,
        };
        Assert.Equal(Manifest.Totals, sum + unattached);
    }

    [Fact]
    public void A_unit_belongs_to_one_experiment() =>
        Assert.All(GoodAssignments.GroupBy(row => row[3]), unit => Assert.Single(unit.Select(row => row[1]).Distinct()));

    [Fact]
    [Trait("Promise", "P3.5")]
    public void Every_first_assignment_is_what_the_evaluator_gives()
    {
        var experiments = SeedCatalog.All.ToDictionary(experiment => experiment.Key);
        var allocations = experiments.ToDictionary(
            pair => pair.Key,
            pair => VariantAllocator.Allocate(
                [.. pair.Value.Arms.Select(arm => new VariantWeight(arm.Variant, arm.Weight))], new BasisPoints(pair.Value.TrafficBasisPoints)));
        foreach (var first in GoodAssignments.GroupBy(row => row[3]).Select(unit => unit.MinBy(row => row[6], StringComparer.Ordinal)!))
        {
            var bucket = Bucketing.Bucket(first[2], first[3]);
            Assert.Equal(bucket, int.Parse(first[5]));
            Assert.Equal(first[4], allocations[first[1]].Single(variant => variant.Ranges.Any(range => range.Contains(bucket))).Variant);
            var (layer, slice) = (experiments[first[1]].LayerKey, experiments[first[1]].LayerSlice);
            Assert.True(layer.Length == 0 || new BucketRange(slice.Start, slice.End).Contains(Bucketing.Bucket(layer, first[3])));
        }
    }

    [Fact]
    public void Assigned_units_are_counted_by_variant()
    {
        var found = GoodAssignments
            .GroupBy(row => (row[1], row[3]))
            .Select(unit => unit.MinBy(row => row[6], StringComparer.Ordinal)!)
            .CountBy(row => (row[1], row[4]))
            .ToDictionary();
        var planted = Manifest.Experiments.SelectMany(e => e.AssignedUnits.Select(arm => ((e.Key, arm.Key), arm.Value))).ToDictionary();
        Assert.Equal(planted, found);
    }

    private static int Flag(bool value) => value ? 1 : 0;

    private static int Resent(string[][] rows) => rows.Length - rows.DistinctBy(row => row[0]).Count();

    // No field of these files but in flags.csv is quoted, and no test splits that one.
    private static string[][] Rows(string file) => [.. File.ReadLines(Path.Combine(Folder, file)).Skip(1).Select(line => line.Split(','))];
}
