namespace GrpcExp.Cli.Readouts;

/// <summary>What a covariate from before the experiment bought.</summary>
internal sealed record ReadoutCuped(double? VarianceReduction, ReadoutInterval Absolute, ReadoutInterval Relative, double? PValue);
