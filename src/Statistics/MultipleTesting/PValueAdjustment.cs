namespace GrpcExp.Statistics.MultipleTesting;

/// <summary>
/// Adjusted p-values: compare them with α directly. Absent p-values stay absent and do not count as tests.
/// </summary>
/// <remarks>
/// S. Holm, Scandinavian Journal of Statistics 6 (1979); Y. Benjamini and Y. Hochberg, JRSS B 57 (1995).
/// </remarks>
public static class PValueAdjustment
{
    /// <summary>Adjusts one family, keeping its order.</summary>
    /// <param name="pValues">Each in [0, 1] or absent.</param>
    /// <param name="correction">The method.</param>
    public static IReadOnlyList<Measure> Adjust(IReadOnlyList<Measure> pValues, Correction correction)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var adjusted = pValues.ToArray();
        int[] order = [.. Enumerable.Range(0, adjusted.Length)
            .Where(i => adjusted[i].IsPresent)
            .OrderBy(i => adjusted[i].Value)
            .ThenBy(i => i)];
        int m = order.Length;
        switch (correction)
        {
            case Correction.None:
                break;
            case Correction.Bonferroni:
                foreach (int i in order)
                {
                    adjusted[i] = Math.Min(1, adjusted[i].Value * m);
                }

                break;
            case Correction.Holm:
                double largest = 0;
                for (int rank = 0; rank < m; rank++)
                {
                    largest = Math.Max(largest, Math.Min(1, adjusted[order[rank]].Value * (m - rank)));
                    adjusted[order[rank]] = largest;
                }

                break;
            case Correction.BenjaminiHochberg:
                double smallest = 1;
                for (int rank = m - 1; rank >= 0; rank--)
                {
                    // The factor first: it is at least 1, so rounding cannot take an adjusted p-value below the raw one.
                    smallest = Math.Min(smallest, adjusted[order[rank]].Value * ((double)m / (rank + 1)));
                    adjusted[order[rank]] = smallest;
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(correction), correction, "Unknown correction.");
        }

        return adjusted;
    }
}
