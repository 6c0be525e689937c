namespace GrpcExp.Statistics.Moments;

/// <summary>
/// The sufficient statistics of a mean: count, mean, and the sum of squared deviations from it (M2).
/// Immutable; <c>default</c> is the empty sample.
/// </summary>
/// <remarks>
/// Updates: B. P. Welford, Technometrics 4 (1962). Merging: T. Chan, G. Golub and R. LeVeque, "Updating
/// Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979). Both keep the variance of values
/// that sit far from zero, where Σx² − (Σx)²/n has nothing left.
/// </remarks>
public readonly record struct SampleMoments
{
    // What rounding took from Mean. Without it a metric around 1e9 loses half of its variance's digits.
    private readonly double meanTail;

    /// <summary>Makes moments that were computed elsewhere.</summary>
    /// <param name="count">Number of units, ≥ 0.</param>
    /// <param name="mean">Mean in the metric's unit; finite.</param>
    /// <param name="m2">Σ(x − mean)² in the metric's unit squared, ≥ 0.</param>
    public SampleMoments(long count, double mean, double m2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!double.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "A mean must be finite.");
        }

        if (!(m2 >= 0) || double.IsInfinity(m2))
        {
            throw new ArgumentOutOfRangeException(nameof(m2), m2, "A sum of squared deviations must be finite and not negative.");
        }

        Count = count;
        Mean = mean;
        M2 = m2;
    }

    private SampleMoments(long count, double mean, double meanTail, double m2)
        : this(count, mean + meanTail, m2) => this.meanTail = meanTail - (Mean - mean);

    /// <summary>Number of units.</summary>
    public long Count { get; }

    /// <summary>Mean in the metric's unit; 0 for the empty sample, see <see cref="MeanOrAbsent"/>.</summary>
    public double Mean { get; }

    /// <summary>Σ(x − mean)².</summary>
    public double M2 { get; }

    /// <summary>The mean, absent for an empty sample.</summary>
    public Measure MeanOrAbsent => Count > 0 ? Mean : Measure.Absent(AbsenceReason.NoUnits);

    /// <summary>Unbiased variance M2/(n − 1), absent below two units.</summary>
    public Measure Variance => Count > 1 ? M2 / (Count - 1) : Measure.Absent(AbsenceReason.TooFewUnits);

    /// <summary>Variance of the mean, M2/((n − 1)·n), absent below two units.</summary>
    public Measure VarianceOfMean => Count > 1 ? M2 / (Count - 1) / Count : Measure.Absent(AbsenceReason.TooFewUnits);

    /// <summary>
    /// From sums as SQL yields them. The sums may be taken around <paramref name="shift"/> (any value near the mean):
    /// needed when the mean is more than about a thousand standard deviations from zero.
    /// </summary>
    /// <param name="count">n ≥ 0.</param>
    /// <param name="sum">Σ(x − shift).</param>
    /// <param name="sumOfSquares">Σ(x − shift)².</param>
    /// <param name="shift">What was subtracted from every value, default 0.</param>
    /// <remarks>
    /// A variance below what naive summation of n terms can resolve, n·2⁻⁵² of Σx² (n capped at 2²⁰), is taken as zero:
    /// a constant metric such as 0.1 must not get a variance made of rounding errors. Sums of whole numbers below 2⁵³ are exact.
    /// </remarks>
    public static SampleMoments FromSums(long count, double sum, double sumOfSquares, double shift = 0)
    {
        if (count == 0)
        {
            return default;
        }

        double m2 = CenteredSums.Product(count, sum, sum, sumOfSquares);
        return new SampleMoments(count, shift + sum / count, CenteredSums.DropRounding(count, m2, sum, sumOfSquares));
    }

    /// <summary>The moments of 0/1 values.</summary>
    /// <param name="count">Units, ≥ 0.</param>
    /// <param name="successes">Units with value 1, 0..count.</param>
    public static SampleMoments FromSuccesses(long count, long successes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, count);
        return count == 0 ? default : new SampleMoments(
            count, (double)successes / count, (double)successes / count * (count - successes));
    }

    /// <summary>The sample with one more value.</summary>
    /// <param name="value">Finite, in the metric's unit.</param>
    public SampleMoments Add(double value)
    {
        long n = Count + 1;
        double delta = Deviation(value);
        return new SampleMoments(n, Mean, meanTail + delta / n, M2 + delta * (delta - delta / n));
    }

    /// <summary>This mean minus another, exact to the last digit even when both are far from zero.</summary>
    /// <param name="other">The sample to compare with; neither may be empty.</param>
    public double DifferenceFrom(SampleMoments other) => Mean - other.Mean + (meanTail - other.meanTail);

    /// <summary>A value minus the mean, with what rounding took from it.</summary>
    internal double Deviation(double value) => value - Mean - meanTail;

    /// <summary>The moments of both samples together; exact up to rounding, in any order.</summary>
    public SampleMoments Merge(SampleMoments other)
    {
        if (Count == 0)
        {
            return other;
        }

        if (other.Count == 0)
        {
            return this;
        }

        double n = (double)Count + other.Count;
        double delta = other.DifferenceFrom(this);
        return new SampleMoments(
            checked(Count + other.Count),
            Mean,
            meanTail + delta * (other.Count / n),
            M2 + other.M2 + delta * delta * (Count / n * other.Count));
    }
}
