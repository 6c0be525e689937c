namespace GrpcExp.Statistics.MultipleTesting;

/// <summary>
/// The error rate at which to build each interval of a family, so that an interval excludes zero exactly when the adjusted
/// p-value of <see cref="PValueAdjustment"/> is below α. Pass it as α to the comparison that gave the p-value.
/// </summary>
/// <remarks>
/// Bonferroni: O. J. Dunn, JASA 56 (1961). Holm: R. C. Serlin, "Confidence Intervals and the Scientific Method: A Case for
/// Holm on the Range", Journal of Experimental Education 61 (1993). False coverage rate: Y. Benjamini and D. Yekutieli, "False
/// Discovery Rate-Adjusted Multiple Confidence Intervals for Selected Parameters", JASA 100 (2005).
/// </remarks>
public static class IntervalLevels
{
    /// <summary>One error rate a test, in the order of the p-values; absent where the p-value is.</summary>
    /// <param name="pValues">Unadjusted two-sided p-values, each in [0, 1] or absent.</param>
    /// <param name="correction">The method the p-values are adjusted with.</param>
    /// <param name="alpha">Error rate of the family, in (0, 1), default 0.05.</param>
    /// <returns>
    /// Of m tests: Bonferroni α/m, and all intervals cover together. Holm α/(m − i) for the i-th rejected (from 0), α/(m − r)
    /// for the others after r rejections: they say what the step-down test says, but do not promise to cover together.
    /// Benjamini–Hochberg r·α/m (α/m when r = 0): of the intervals whose test was rejected a share of at most α misses, on average.
    /// </returns>
    public static IReadOnlyList<Measure> Of(IReadOnlyList<Measure> pValues, Correction correction, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        SignificanceLevel.Require(alpha, nameof(alpha));
        var adjusted = PValueAdjustment.Adjust(pValues, correction);
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => pValues[i].IsPresent).OrderBy(i => pValues[i].Value).ThenBy(i => i)];
        int m = order.Length;
        int rejected = order.Count(i => adjusted[i].Value < alpha);
        var levels = pValues.ToArray();
        for (int rank = 0; rank < m; rank++)
        {
            levels[order[rank]] = correction switch
            {
                Correction.None => alpha,
                Correction.Bonferroni => alpha / m,
                Correction.Holm => alpha / (m - Math.Min(rank, Math.Min(rejected, m - 1))),
                Correction.BenjaminiHochberg => Math.Max(1, rejected) * alpha / m,
                _ => throw new ArgumentOutOfRangeException(nameof(correction), correction, "Unknown correction."),
            };
        }

        return levels;
    }
}
