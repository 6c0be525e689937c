namespace GrpcExp.Cli.Readouts;

/// <summary>Units of one variant beside its designed share, 0 to 1.</summary>
internal sealed record ReadoutVariant(string Variant, long Units, double ExpectedShare);
