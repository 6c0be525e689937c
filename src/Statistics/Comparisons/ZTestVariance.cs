namespace GrpcExp.Statistics.Comparisons;

/// <summary>Which variance a z test of two proportions divides by.</summary>
public enum ZTestVariance
{
    /// <summary>Each variant's own p(1 − p)/n.</summary>
    Unpooled = 0,

    /// <summary>The common proportion under the null hypothesis; the square is Pearson's χ² of the 2×2 table.</summary>
    Pooled,
}
