namespace GrpcExp.Statistics.Planning;

/// <summary>One point of a power curve.</summary>
/// <param name="Effect">True difference in the metric's unit.</param>
/// <param name="Units">Of all variants together.</param>
/// <param name="Power">Of the comparison with the least, in (0, 1).</param>
public readonly record struct PowerPoint(double Effect, double Units, Measure Power);
