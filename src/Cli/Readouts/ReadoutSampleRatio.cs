namespace GrpcExp.Cli.Readouts;

/// <summary>The sample ratio test; severity OK, WARN, FAIL or UNKNOWN.</summary>
internal sealed record ReadoutSampleRatio(double? ChiSquared, double? DegreesOfFreedom, double? PValue, string Severity);
