namespace GrpcExp.Statistics.Calibration;

/// <summary>How often tests without an effect came out significant.</summary>
/// <param name="Alpha">The level at which they were read, in (0, 1); the share that is expected.</param>
/// <param name="Rejected">Tests with p &lt; alpha.</param>
/// <param name="Wilson">Their share of all tests with Wilson's interval.</param>
/// <param name="Exact">The same share with the interval of Clopper and Pearson, which is wider and never covers too little.</param>
/// <param name="PValue">Exact binomial p-value against a share of <paramref name="Alpha"/>, two-sided, in [0, 1].</param>
public sealed record RejectionRate(double Alpha, long Rejected, Estimate Wilson, Estimate Exact, Measure PValue);
