namespace GrpcExp.Cli.Seeds;

/// <summary>A row of flags.csv.</summary>
/// <param name="Key">Key of the flag.</param>
/// <param name="Type">bool, string, int, double or json.</param>
/// <param name="Owner">Team that answers for it.</param>
/// <param name="Description">For people.</param>
/// <param name="Enabled">The kill switch.</param>
/// <param name="Variants">Variant → value as JSON, in one JSON object.</param>
/// <param name="DefaultVariant">For units that nothing else takes.</param>
/// <param name="OffVariant">While disabled.</param>
/// <param name="RolloutVariant">Variant of a percentage rollout; empty for none.</param>
/// <param name="RolloutBasisPoints">Size of the rollout; 0 for none.</param>
/// <param name="TargetCountry">Country that gets the rollout variant in full; empty for none.</param>
internal sealed record SeedFlag(
    string Key,
    string Type,
    string Owner,
    string Description,
    bool Enabled,
    string Variants,
    string DefaultVariant,
    string OffVariant,
    string RolloutVariant,
    int RolloutBasisPoints,
    string TargetCountry);
