namespace GrpcExp.Cli.Readouts;

/// <summary>An estimate with its interval.</summary>
internal sealed record ReadoutInterval(double? Estimate, double? Low, double? High);
