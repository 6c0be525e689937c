namespace GrpcExp.Cli.Seeds;

/// <summary>An experiment as planned for the seeds: what is registered, who takes part, and what was planted.</summary>
internal sealed record SeedExperiment
{
    public required string Key { get; init; }

    public string FlagKey => "exp_" + Key;

    public required string Hypothesis { get; init; }

    public required string Owner { get; init; }

    /// <summary>The state it is to reach: a name of the lifecycle.</summary>
    public required string State { get; init; }

    public required PlantedEffect Planted { get; init; }

    /// <summary>Control first.</summary>
    public required IReadOnlyList<SeedArm> Arms { get; init; }

    /// <summary>The metric that decides, and what it is in each arm.</summary>
    public required SeedEffect Primary { get; init; }

    public required IReadOnlyList<SeedEffect> Guardrails { get; init; }

    public IReadOnlyList<SeedEffect> Secondary { get; init; } = [];

    /// <summary>True when units also have sessions in the two weeks before their assignment.</summary>
    public bool HasHistory { get; init; }

    public int TrafficBasisPoints { get; init; } = 10_000;

    public string LayerKey { get; init; } = "";

    /// <summary>Slice of the layer, half-open; unused without a layer.</summary>
    public (int Start, int End) LayerSlice { get; init; }

    /// <summary>itt or exposed.</summary>
    public string AnalysisMode { get; init; } = "itt";

    public double MinimumDetectableEffect { get; init; } = 0.2;

    public long PlannedUnits { get; init; }

    public int PlannedDays { get; init; } = 21;

    /// <summary>First day of September 2025 on which units arrive; 0 for an experiment without data.</summary>
    public int StartDay { get; init; }

    /// <summary>shipped, rolled_back or inconclusive once concluded, else empty.</summary>
    public string Decision { get; init; } = "";

    public string ShippedVariant { get; init; } = "";

    /// <summary>How many units of each defect.</summary>
    public IReadOnlyDictionary<UnitDefect, int> Defects { get; init; } = new Dictionary<UnitDefect, int>();

    public bool HasData => StartDay > 0;

    public long StartedAt => SeedCalendar.September(StartDay);

    /// <summary>When it was concluded; null while it runs.</summary>
    public long? EndedAt => State == "CONCLUDED" ? SeedCalendar.September(StartDay + PlannedDays) : null;
}
