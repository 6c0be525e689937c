namespace GrpcExp.Statistics.Sequential;

/// <summary>What a group-sequential test says when it ends at a look.</summary>
/// <param name="Look">The look it ended at, 1 for the first.</param>
/// <param name="Statistic">z, estimate / standard error, positive when the treatment is larger.</param>
/// <param name="Crossed">
/// True when the statistic reached this look's boundary. The stagewise p-value is then at most the alpha spent so far.
/// </param>
/// <param name="NominalPValue">The plain p-value of this look alone, not valid by itself; compare it with the look's nominal level.</param>
/// <param name="PValue">Stagewise p-value in [0, 1], adjusted for every look so far.</param>
/// <param name="Adjusted">
/// Median-unbiased estimate and exact interval in the unit of the estimate; one end only when the test is one-sided. It excludes zero
/// exactly when <paramref name="PValue"/> is below alpha. The standard error is the plain one.
/// </param>
public sealed record GroupSequentialResult(
    int Look, Measure Statistic, bool Crossed, Measure NominalPValue, Measure PValue, Estimate Adjusted);
