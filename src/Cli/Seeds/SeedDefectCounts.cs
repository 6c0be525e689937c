namespace GrpcExp.Cli.Seeds;

/// <summary>Planted defects. Rows are counted where rows are wrong and units where units are.</summary>
internal sealed record SeedDefectCounts
{
    /// <summary>Assignment rows that repeat an earlier row, event id and all.</summary>
    public int AssignmentResends { get; init; }

    /// <summary>Units assigned again to their own variant under another event id.</summary>
    public int RepeatedAssignments { get; init; }

    /// <summary>Units assigned to two variants.</summary>
    public int CrossoverUnits { get; init; }

    /// <summary>Assignment rows with a bucket outside 0..9999.</summary>
    public int BadBuckets { get; init; }

    /// <summary>Assignment rows without unit id or variant.</summary>
    public int MissingAssignmentFields { get; init; }

    /// <summary>Exposure rows that repeat an earlier row.</summary>
    public int ExposureResends { get; init; }

    /// <summary>Exposures of units that were never assigned.</summary>
    public int OrphanExposures { get; init; }

    /// <summary>Exposure rows without unit id or variant.</summary>
    public int MissingExposureFields { get; init; }

    /// <summary>Units whose only exposure comes before their assignment.</summary>
    public int PreAssignmentExposures { get; init; }

    /// <summary>Units whose only exposure comes after the experiment's end.</summary>
    public int LateExposures { get; init; }

    /// <summary>Units whose only exposure shows another variant than the assigned one.</summary>
    public int VariantMismatches { get; init; }

    /// <summary>Units exposed to their own variant and later to another.</summary>
    public int MultipleVariantExposures { get; init; }

    /// <summary>Units assigned and never exposed.</summary>
    public int NeverExposed { get; init; }

    /// <summary>Outcome rows that repeat an earlier row; 0 for a single experiment, which outcomes do not name.</summary>
    public int OutcomeResends { get; init; }

    /// <summary>Outcome events of units that no experiment assigned; 0 for a single experiment.</summary>
    public int OrphanOutcomes { get; init; }

    /// <summary>Outcome rows without unit id, event name or time; 0 for a single experiment.</summary>
    public int MissingOutcomeFields { get; init; }

    public static SeedDefectCounts operator +(SeedDefectCounts a, SeedDefectCounts b) => new()
    {
        AssignmentResends = a.AssignmentResends + b.AssignmentResends,
        RepeatedAssignments = a.RepeatedAssignments + b.RepeatedAssignments,
        CrossoverUnits = a.CrossoverUnits + b.CrossoverUnits,
        BadBuckets = a.BadBuckets + b.BadBuckets,
        MissingAssignmentFields = a.MissingAssignmentFields + b.MissingAssignmentFields,
        ExposureResends = a.ExposureResends + b.ExposureResends,
        OrphanExposures = a.OrphanExposures + b.OrphanExposures,
        MissingExposureFields = a.MissingExposureFields + b.MissingExposureFields,
        PreAssignmentExposures = a.PreAssignmentExposures + b.PreAssignmentExposures,
        LateExposures = a.LateExposures + b.LateExposures,
        VariantMismatches = a.VariantMismatches + b.VariantMismatches,
        MultipleVariantExposures = a.MultipleVariantExposures + b.MultipleVariantExposures,
        NeverExposed = a.NeverExposed + b.NeverExposed,
        OutcomeResends = a.OutcomeResends + b.OutcomeResends,
        OrphanOutcomes = a.OrphanOutcomes + b.OrphanOutcomes,
        MissingOutcomeFields = a.MissingOutcomeFields + b.MissingOutcomeFields,
    };
}
