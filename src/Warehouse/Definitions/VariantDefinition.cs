namespace GrpcExp.Warehouse.Definitions;

/// <summary>One arm of an experiment.</summary>
/// <param name="Key">Name of the variant, unique in its experiment.</param>
/// <param name="ExpectedShare">Designed share of the experiment's units, 0..1; shares are rescaled to sum to one.</param>
public sealed record VariantDefinition(string Key, double ExpectedShare);
