using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.Interference;

/// <summary>Two variants whose units were assigned by cluster, with and without regard to that.</summary>
/// <param name="ControlClusters">Clusters of the control that have units.</param>
/// <param name="TreatmentClusters">Clusters of the treatment that have units.</param>
/// <param name="Naive">Welch's test as if units had been assigned one by one; its interval is too narrow when clusters differ.</param>
/// <param name="Clustered">
/// The same means with the variance between clusters, each variant on its own clusters minus one degrees of freedom: the test
/// to report.
/// </param>
/// <param name="Cr0">The difference with the plain sandwich variance, as least squares with clustered errors gives it.</param>
/// <param name="Cr1">The same times G/(G − 1)·(N − 1)/(N − 2), the default of Stata and statsmodels; both by t on G − 1.</param>
/// <param name="IntraclassCorrelation">
/// Correlation of two units of one cluster inside a variant, by analysis of variance; ≤ 1, below 0 when units of a cluster are
/// less alike than others.
/// </param>
/// <param name="ClusterSize">Mean size of a unit's own cluster, Σn²/N.</param>
/// <param name="ExpectedDesignEffect">1 + (cluster size − 1)·correlation: the factor on the variance that clusters should cost.</param>
/// <param name="DesignEffect">Variance of <paramref name="Clustered"/> over that of <paramref name="Naive"/>: the factor they do cost.</param>
public sealed record ClusterComparison(
    int ControlClusters,
    int TreatmentClusters,
    MeanComparison Naive,
    MeanComparison Clustered,
    Estimate Cr0,
    Estimate Cr1,
    Measure IntraclassCorrelation,
    Measure ClusterSize,
    Measure ExpectedDesignEffect,
    Measure DesignEffect);
