namespace GrpcExp.Warehouse.Scorecards;

/// <summary>How far the units of a variant came.</summary>
/// <param name="Variant">Key of the variant.</param>
/// <param name="Assigned">Units that every assigned unit's analysis counts.</param>
/// <param name="Exposed">Units of these with a valid exposure.</param>
/// <param name="ExpectedShare">Designed share, 0 to 1.</param>
public sealed record ExposureUnits(string Variant, long Assigned, long Exposed, double ExpectedShare);
