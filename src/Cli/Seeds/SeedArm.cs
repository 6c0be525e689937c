namespace GrpcExp.Cli.Seeds;

/// <summary>One variant of a planted experiment.</summary>
/// <param name="Variant">Key of the variant.</param>
/// <param name="Weight">Designed share, basis points.</param>
/// <param name="Units">Units that are assigned to it, exactly.</param>
internal sealed record SeedArm(string Variant, int Weight, int Units);
