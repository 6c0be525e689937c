namespace GrpcExp.Cli.Seeds;

/// <summary>Adds the rows of <see cref="RowDefects"/>.</summary>
internal sealed class RowDefectPlanter(SeedRandom random, List<SeedAssignment> assignments, List<SeedEvent> events)
{
    private static readonly int[] BadBuckets = [10_000, -1, 12_345];

    public void Plant(SeedExperiment experiment, RowDefects defects, ref int candidate)
    {
        // The experiment's rows are the last ones added.
        var rows = assignments.Where(row => row.Experiment == experiment).ToArray();
        var exposures = events.Where(row => row.Experiment == experiment).ToArray();
        foreach (var original in Sample(rows, defects.AssignmentResends))
        {
            assignments.Add(Copy(original, original.LoggedAt + Delay(), original));
        }

        for (var i = 0; i < defects.BadBuckets; i++)
        {
            var model = rows[random.Below(rows.Length)];
            assignments.Add(Copy(model, model.LoggedAt, null, SeedPopulation.UnitId(candidate++), bucket: BadBuckets[i % BadBuckets.Length]));
        }

        for (var i = 0; i < defects.MissingAssignmentFields; i++)
        {
            var model = rows[random.Below(rows.Length)];
            assignments.Add(i % 2 == 0
                ? Copy(model, model.LoggedAt, null, unitId: "")
                : Copy(model, model.LoggedAt, null, SeedPopulation.UnitId(candidate++), variant: ""));
        }

        foreach (var original in Sample(exposures, defects.ExposureResends))
        {
            events.Add(Copy(original, original.LoggedAt + Delay(), original));
        }

        for (var i = 0; i < defects.OrphanExposures; i++)
        {
            events.Add(Copy(exposures[random.Below(exposures.Length)], null, null, SeedPopulation.UnitId(candidate++)));
        }

        for (var i = 0; i < defects.MissingExposureFields; i++)
        {
            var model = exposures[random.Below(exposures.Length)];
            events.Add(i % 2 == 0
                ? Copy(model, null, null, unitId: "")
                : Copy(model, null, null, SeedPopulation.UnitId(candidate++), variant: ""));
        }
    }

    public void PlantOutcomes(ref int candidate)
    {
        var outcomes = events.Where(row => row.Experiment is null).ToArray();
        foreach (var original in Sample(outcomes, RowDefects.OutcomeResends))
        {
            events.Add(Copy(original, original.LoggedAt + Delay(), original));
        }

        for (var i = 0; i < RowDefects.OrphanOutcomes; i++)
        {
            events.Add(Copy(outcomes[random.Below(outcomes.Length)], null, null, SeedPopulation.UnitId(candidate++)));
        }

        for (var i = 0; i < RowDefects.MissingOutcomeFields; i++)
        {
            var model = outcomes[random.Below(outcomes.Length)];
            events.Add((i % 3) switch
            {
                0 => Copy(model, null, null, unitId: ""),
                1 => Copy(model, null, null, eventName: ""),
                _ => Copy(model, null, null, withoutTime: true),
            });
        }
    }

    private long Delay() => random.Between(SeedCalendar.Hour, 2 * SeedCalendar.Day);

    private T[] Sample<T>(T[] rows, int count)
    {
        var copy = (T[])rows.Clone();
        random.Shuffle<T>(copy);
        return copy[..count];
    }

    private static SeedAssignment Copy(
        SeedAssignment row, long loggedAt, SeedAssignment? resendOf, string? unitId = null, string? variant = null, int? bucket = null) => new()
        {
            Experiment = row.Experiment,
            UnitId = unitId ?? row.UnitId,
            Variant = variant ?? row.Variant,
            Bucket = bucket ?? row.Bucket,
            AssignedAt = row.AssignedAt,
            Country = row.Country,
            Platform = row.Platform,
            Segment = row.Segment,
            LoggedAt = loggedAt,
            ResendOf = resendOf,
        };

    private static SeedEvent Copy(
        SeedEvent row,
        long? loggedAt,
        SeedEvent? resendOf,
        string? unitId = null,
        string? variant = null,
        string? eventName = null,
        bool withoutTime = false) => new()
        {
            EventName = eventName ?? row.EventName,
            UnitId = unitId ?? row.UnitId,
            OccurredAt = withoutTime ? null : row.OccurredAt,
            ValueHundredths = row.ValueHundredths,
            Experiment = row.Experiment,
            Variant = variant ?? row.Variant,
            LoggedAt = loggedAt ?? row.LoggedAt,
            ResendOf = resendOf,
        };
}
