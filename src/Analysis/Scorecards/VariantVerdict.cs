namespace GrpcExp.Analysis.Scorecards;

/// <summary>The verdict on one treatment.</summary>
/// <param name="Variant">Its key.</param>
/// <param name="Verdict">The colour.</param>
/// <param name="Recommendation">What to do.</param>
public sealed record VariantVerdict(string Variant, Verdict Verdict, Recommendation Recommendation);
