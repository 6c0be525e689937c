using GrpcExp.Evaluation;

namespace GrpcExp.Cli.Seeds;

/// <summary>
/// The units of one experiment. Candidates are tried in order, and one takes part when the experiment's own bucketing
/// gives it a variant that still wants units: so the live sidecar agrees with every assignment, and the arms are as
/// large as planned.
/// </summary>
internal static class SeedPopulation
{
    public static readonly IReadOnlyList<string> Segments = ["new", "returning", "business"];

    /// <summary>The segment in which <see cref="SeedEffect.SegmentLevels"/> hold.</summary>
    public const int OtherSegment = 2;

    private static readonly string[] Countries = ["DE", "US", "FR", "GB", "JP", "BR"];
    private static readonly string[] Platforms = ["web", "ios", "android"];

    public static List<SeedUnit> Draw(SeedExperiment experiment, SeedRandom random, ref int candidate)
    {
        var allocations = VariantAllocator.Allocate(
            [.. experiment.Arms.Select(arm => new VariantWeight(arm.Variant, arm.Weight))],
            new BasisPoints(experiment.TrafficBasisPoints));
        var wanted = experiment.Arms.Select(arm => arm.Units).ToArray();
        var units = new List<SeedUnit>(wanted.Sum());
        var drawn = new int[wanted.Length];
        while (units.Count < units.Capacity)
        {
            var id = UnitId(candidate++);
            var bucket = Bucketing.Bucket(experiment.FlagKey, id);
            var arm = ArmOf(allocations, bucket);
            if (arm < 0 || drawn[arm] == wanted[arm] || !InLayer(experiment, id))
            {
                continue;
            }

            var number = drawn[arm]++;
            units.Add(new SeedUnit
            {
                Id = id,
                Bucket = bucket,
                Arm = arm,

                // Half, three tenths and a fifth in every arm, so that segments are as comparable as arms are.
                Segment = (number % 10) switch { < 5 => 0, < 8 => 1, _ => OtherSegment },
                Country = Countries[random.Below(Countries.Length)],
                Platform = Platforms[random.Below(Platforms.Length)],
                AssignedAt = experiment.StartedAt + random.Between(SeedCalendar.Hour, SeedCalendar.EnrolmentDays * SeedCalendar.Day),
            });
        }

        PlantDefects(experiment, units, random);
        return units;
    }

    /// <summary>Ids look arbitrary and never repeat: multiplying by an odd number permutes the 32-bit integers.</summary>
    public static string UnitId(int candidate) => "u" + unchecked(((uint)candidate + 1) * 2_654_435_769u).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    private static int ArmOf(IReadOnlyList<VariantAllocation> allocations, int bucket)
    {
        for (var arm = 0; arm < allocations.Count; arm++)
        {
            if (allocations[arm].Ranges.Any(range => range.Contains(bucket)))
            {
                return arm;
            }
        }

        return -1;
    }

    private static bool InLayer(SeedExperiment experiment, string unitId)
    {
        if (experiment.LayerKey.Length == 0)
        {
            return true;
        }

        var bucket = Bucketing.Bucket(experiment.LayerKey, unitId);
        return bucket >= experiment.LayerSlice.Start && bucket < experiment.LayerSlice.End;
    }

    // Arms take turns, so that defects tilt no arm.
    private static void PlantDefects(SeedExperiment experiment, List<SeedUnit> units, SeedRandom random)
    {
        var waiting = experiment.Arms
            .Select((_, arm) =>
            {
                var members = units.Where(unit => unit.Arm == arm).ToArray();
                random.Shuffle<SeedUnit>(members);
                return new Queue<SeedUnit>(members);
            })
            .ToArray();
        var turn = 0;
        foreach (var (defect, count) in experiment.Defects.OrderBy(pair => pair.Key))
        {
            for (var i = 0; i < count; i++)
            {
                waiting[turn++ % waiting.Length].Dequeue().Defect = defect;
            }
        }
    }
}
