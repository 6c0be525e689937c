namespace GrpcExp.Statistics.SampleRatio;

/// <summary>The outcome of one look of a sequential sample ratio test.</summary>
/// <param name="LogBayesFactor">Natural logarithm of the evidence against the design at this look; above 0 speaks against it.</param>
/// <param name="PValue">Smallest of this look and all earlier ones, in [0, 1]; valid however often one looks.</param>
/// <param name="Severity">OK, WARN or FAIL by the p-value at the bounds of <see cref="SampleRatioTest"/>; Unknown when there is none.</param>
/// <param name="UnitsInZeroWeightArms">Units seen in variants that should get none; left out of the statistic.</param>
public sealed record SequentialSampleRatioResult(
    Measure LogBayesFactor, Measure PValue, SampleRatioSeverity Severity, long UnitsInZeroWeightArms);
