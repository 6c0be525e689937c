namespace GrpcExp.Cli.Seeds;

/// <summary>What was planted in one experiment and what a right platform says about it.</summary>
/// <param name="Key">The experiment.</param>
/// <param name="State">State that it is to reach.</param>
/// <param name="Planted">Lower snake case of <see cref="PlantedEffect"/>.</param>
/// <param name="Verdict">GREEN, YELLOW or RED; empty without data.</param>
/// <param name="Recommendation">SHIP, ITERATE, DO_NOT_SHIP or INVALID; empty without data.</param>
/// <param name="Srm">ok, warn or fail; empty without data.</param>
/// <param name="AssignedUnits">Variant → units whose first assignment it is.</param>
/// <param name="Defects">What is wrong in it.</param>
internal sealed record SeedExperimentSummary(
    string Key,
    string State,
    string Planted,
    string Verdict,
    string Recommendation,
    string Srm,
    IReadOnlyDictionary<string, int> AssignedUnits,
    SeedDefectCounts Defects);
