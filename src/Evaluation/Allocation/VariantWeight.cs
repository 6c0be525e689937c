namespace GrpcExp.Evaluation;

/// <summary>A variant's share of an experiment's traffic.</summary>
/// <param name="Variant">Key of the variant.</param>
/// <param name="Weight">Relative weight, 0 to 10000; basis points when all together are 10000.</param>
public readonly record struct VariantWeight(string Variant, int Weight);
