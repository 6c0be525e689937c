using MathNet.Numerics.Random;

namespace GrpcExp.Statistics.Resampling;

/// <summary>
/// The permutation test of two means: how often would shuffling the assignment give a difference as large? It assumes
/// exchangeable units under the null hypothesis (equal distributions, not only equal means) and no distribution.
/// </summary>
/// <remarks>
/// E. J. G. Pitman, JRSS Supplement 4 (1937); the drawn p-value (1 + b)/(1 + m) is never zero: B. Phipson and G. K. Smyth (2010).
/// </remarks>
public static class PermutationTest
{
    /// <summary>Default number of assignments to draw besides the observed one.</summary>
    public const int DefaultPermutations = 9_999;

    /// <summary>Most assignments to draw.</summary>
    public const int MaximumPermutations = 10_000_000;

    /// <summary>Compares two means.</summary>
    /// <param name="control">Values of the control, finite.</param>
    /// <param name="treatment">Values of the treatment, finite.</param>
    /// <param name="seed">The same seed and the same values in the same order give the same p-value.</param>
    /// <param name="permutations">
    /// Assignments to draw, 1..<see cref="MaximumPermutations"/>, default 9,999. When there are no more than this plus one in
    /// all, every one is looked at and the p-value is exact.
    /// </param>
    /// <param name="alternative">What the p-value is set against, default two-sided: differences at least as large in either direction.</param>
    public static PermutationResult Compare(
        IReadOnlyList<double> control,
        IReadOnlyList<double> treatment,
        int seed,
        int permutations = DefaultPermutations,
        Alternative alternative = Alternative.TwoSided)
    {
        Observations.Require(control, nameof(control));
        Observations.Require(treatment, nameof(treatment));
        if (permutations is < 1 or > MaximumPermutations)
        {
            throw new ArgumentOutOfRangeException(
                nameof(permutations), permutations, $"permutations must lie between 1 and {MaximumPermutations}.");
        }

        if (!Enum.IsDefined(alternative))
        {
            throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative.");
        }

        if (control.Count == 0 || treatment.Count == 0)
        {
            var none = Measure.Absent(AbsenceReason.NoUnits);
            return new PermutationResult(none, none, 0, false);
        }

        double[] all = [.. treatment, .. control];
        double difference = treatment.Average() - control.Average();
        if (all.All(v => v == all[0]))
        {
            return new PermutationResult(0, Measure.Absent(AbsenceReason.ZeroVariance), 0, false);
        }

        // Centred, so that the sum over the treated is the difference up to a constant factor and keeps its digits.
        double centre = all.Average();
        double spread = 0;
        for (int i = 0; i < all.Length; i++)
        {
            all[i] -= centre;
            spread += Math.Abs(all[i]);
        }

        int treated = treatment.Count;
        double observed = all.AsSpan(0, treated).ToArray().Sum();

        // Equal differences must not be told apart by the order of summation.
        double tolerance = 1e-13 * spread;
        bool AsExtreme(double sum) => alternative switch
        {
            Alternative.Greater => sum >= observed - tolerance,
            Alternative.Less => sum <= observed + tolerance,
            _ => Math.Abs(sum) >= Math.Abs(observed) - tolerance,
        };

        if (Combinations(all.Length, treated, permutations + 1L) is { } total)
        {
            long extreme = Enumerate(all, treated).LongCount(AsExtreme);
            return new PermutationResult(difference, (double)extreme / total, total, true);
        }

        var random = new Xoshiro256StarStar(seed, threadSafe: false);
        int smaller = Math.Min(treated, all.Length - treated);
        long hits = 1;
        for (int draw = 0; draw < permutations; draw++)
        {
            double sum = 0;
            for (int i = 0; i < smaller; i++)
            {
                int other = random.Next(i, all.Length);
                (all[i], all[other]) = (all[other], all[i]);
                sum += all[i];
            }

            // Values are centred on zero: whichever side was drawn, the other has its negative.
            hits += AsExtreme(smaller == treated ? sum : -sum) ? 1 : 0;
        }

        return new PermutationResult(difference, hits / (permutations + 1.0), permutations + 1L, false);
    }

    /// <summary>C(n, k), or null above the limit.</summary>
    private static long? Combinations(int n, int k, long limit)
    {
        double count = 1;
        for (int i = 1; i <= Math.Min(k, n - k) && count <= limit; i++)
        {
            count = count * (n - i + 1) / i;
        }

        return count <= limit ? (long)Math.Round(count) : null;
    }

    private static IEnumerable<double> Enumerate(double[] values, int chosen)
    {
        int[] index = [.. Enumerable.Range(0, chosen)];
        while (true)
        {
            yield return index.Sum(i => values[i]);
            int last = chosen - 1;
            while (last >= 0 && index[last] == values.Length - chosen + last)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            index[last]++;
            for (int i = last + 1; i < chosen; i++)
            {
                index[i] = index[i - 1] + 1;
            }
        }
    }
}
