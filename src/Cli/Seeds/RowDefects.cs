namespace GrpcExp.Cli.Seeds;

/// <summary>Rows planted in one experiment that are wrong in themselves, apart from what is wrong with its units.</summary>
/// <param name="AssignmentResends">Assignment rows sent twice under one event id.</param>
/// <param name="BadBuckets">Assignment rows with a bucket outside 0..9999.</param>
/// <param name="MissingAssignmentFields">Assignment rows without unit id or variant.</param>
/// <param name="ExposureResends">Exposure rows sent twice under one event id.</param>
/// <param name="OrphanExposures">Exposures of units that were never assigned.</param>
/// <param name="MissingExposureFields">Exposure rows without unit id or variant.</param>
internal sealed record RowDefects(
    int AssignmentResends,
    int BadBuckets,
    int MissingAssignmentFields,
    int ExposureResends,
    int OrphanExposures,
    int MissingExposureFields)
{
    /// <summary>Outcome rows sent twice, over all experiments: outcomes belong to units, not to experiments.</summary>
    public const int OutcomeResends = 120;

    /// <summary>Outcome events of units that no experiment ever assigned.</summary>
    public const int OrphanOutcomes = 400;

    /// <summary>Outcome rows without unit id, event name or time, in turn.</summary>
    public const int MissingOutcomeFields = 75;

    /// <summary>The experiment at this position of the catalogue.</summary>
    public static RowDefects Of(int position) => new(
        AssignmentResends: 2 + (position % 3),
        BadBuckets: 1 + (position % 3),
        MissingAssignmentFields: 1 + (position % 2),
        ExposureResends: 2 + (position % 4),
        OrphanExposures: 1 + (position % 3),
        MissingExposureFields: 1 + (position % 2));
}
