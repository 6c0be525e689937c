namespace GrpcExp.Cli.Seeds;

/// <summary>The assignment rows and exposures of an experiment's units, with each unit's defect as it would be logged.</summary>
internal sealed class SeedExposures(SeedExperiment experiment, SeedRandom random, List<SeedAssignment> assignments, List<SeedEvent> events)
{
    public void Record(SeedUnit unit)
    {
        Assign(unit, unit.Arm, unit.AssignedAt);
        if (unit.Defect is UnitDefect.RepeatedAssignment)
        {
            Assign(unit, unit.Arm, unit.AssignedAt + random.Between(SeedCalendar.Day, 3 * SeedCalendar.Day));
        }

        if (unit.Defect is UnitDefect.Crossover)
        {
            Assign(unit, NextArm(unit), unit.AssignedAt + random.Between(SeedCalendar.Day, 3 * SeedCalendar.Day));
        }

        var soon = unit.AssignedAt + random.Between(1, 40 * 60);
        switch (unit.Defect)
        {
            case UnitDefect.NeverExposed:
                break;
            case UnitDefect.PreAssignmentExposure:
                // Still inside the experiment's window, so that it is only this defect.
                Expose(unit, unit.Arm, random.Between(experiment.StartedAt, unit.AssignedAt - 60));
                break;
            case UnitDefect.LateExposure:
                Expose(unit, unit.Arm, experiment.EndedAt!.Value + random.Between(SeedCalendar.Hour, 40 * SeedCalendar.Hour));
                break;
            case UnitDefect.VariantMismatch:
                Expose(unit, NextArm(unit), soon);
                break;
            case UnitDefect.MultipleVariants:
                Expose(unit, unit.Arm, soon);
                Expose(unit, NextArm(unit), soon + SeedCalendar.Day);
                break;
            default:
                Expose(unit, unit.Arm, soon);
                break;
        }
    }

    private int NextArm(SeedUnit unit) => (unit.Arm + 1) % experiment.Arms.Count;

    private void Assign(SeedUnit unit, int arm, long at) => assignments.Add(new SeedAssignment
    {
        Experiment = experiment,
        UnitId = unit.Id,
        Variant = experiment.Arms[arm].Variant,
        Bucket = unit.Bucket,
        AssignedAt = at,
        Country = unit.Country,
        Platform = unit.Platform,
        Segment = SeedPopulation.Segments[unit.Segment],
        LoggedAt = at,
    });

    private void Expose(SeedUnit unit, int arm, long at) => events.Add(new SeedEvent
    {
        EventName = SeedEvent.ExposureName,
        UnitId = unit.Id,
        OccurredAt = at,
        Experiment = experiment,
        Variant = experiment.Arms[arm].Variant,
        LoggedAt = at,
    });
}
