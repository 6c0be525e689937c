namespace GrpcExp.Statistics.Moments;

/// <summary>
/// The sufficient statistics of a sample's shape: count, mean, and the centred sums of powers two to four. Immutable;
/// <c>default</c> is the empty sample.
/// </summary>
/// <remarks>P. Pébay, "Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments" (2008).</remarks>
public readonly record struct ShapeMoments
{
    /// <summary>Makes moments that were computed elsewhere.</summary>
    /// <param name="sample">Count, mean and Σ(x − mean)².</param>
    /// <param name="m3">Σ(x − mean)³, finite.</param>
    /// <param name="m4">Σ(x − mean)⁴, finite and ≥ 0.</param>
    public ShapeMoments(SampleMoments sample, double m3, double m4)
    {
        if (!double.IsFinite(m3))
        {
            throw new ArgumentOutOfRangeException(nameof(m3), m3, "A sum of cubed deviations must be finite; scale the metric down.");
        }

        if (!(m4 >= 0) || double.IsInfinity(m4))
        {
            throw new ArgumentOutOfRangeException(
                nameof(m4), m4, "A sum of fourth powers of deviations must be finite and not negative; scale the metric down.");
        }

        Sample = sample;
        M3 = m3;
        M4 = m4;
    }

    /// <summary>Count, mean and Σ(x − mean)².</summary>
    public SampleMoments Sample { get; }

    /// <summary>Σ(x − mean)³.</summary>
    public double M3 { get; }

    /// <summary>Σ(x − mean)⁴.</summary>
    public double M4 { get; }

    /// <summary>g₁ = (M3/n)/(M2/n)^1.5, not corrected for bias: 0 when symmetric, above 0 with a long upper tail; no unit.</summary>
    public Measure Skewness
    {
        get
        {
            double m3 = M3;
            double n = Sample.Count;
            return Deviation.Map(s => m3 / n / s / s / s);
        }
    }

    /// <summary>g₂ = (M4/n)/(M2/n)² − 3, not corrected for bias: 0 for normal values; no unit.</summary>
    public Measure ExcessKurtosis
    {
        get
        {
            double m4 = M4;
            double n = Sample.Count;
            return Deviation.Map(s => m4 / n / s / s / s / s - 3);
        }
    }

    private Measure Deviation => Sample.Count == 0 ? Measure.Absent(AbsenceReason.NoUnits)
        : Sample.Count == 1 ? Measure.Absent(AbsenceReason.TooFewUnits)
        : Sample.M2 > 0 ? Math.Sqrt(Sample.M2 / Sample.Count)
        : Measure.Absent(AbsenceReason.ZeroVariance);

    /// <summary>Value by value.</summary>
    /// <param name="values">Finite, in the metric's unit.</param>
    public static ShapeMoments FromValues(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Aggregate(default(ShapeMoments), (sample, value) => sample.Add(value));
    }

    /// <summary>
    /// From sums as SQL yields them, taken around <paramref name="shift"/>. Fourth powers cancel fast: keep the shift within
    /// a few standard deviations of the mean.
    /// </summary>
    /// <param name="count">n ≥ 0.</param>
    /// <param name="sum">Σ(x − shift).</param>
    /// <param name="squares">Σ(x − shift)².</param>
    /// <param name="cubes">Σ(x − shift)³.</param>
    /// <param name="fourths">Σ(x − shift)⁴.</param>
    /// <param name="shift">What was subtracted from every value, default 0.</param>
    public static ShapeMoments FromSums(long count, double sum, double squares, double cubes, double fourths, double shift = 0)
    {
        var sample = SampleMoments.FromSums(count, sum, squares, shift);
        if (sample.Count == 0 || sample.M2 == 0)
        {
            return new ShapeMoments(sample, 0, 0);
        }

        double mean = sum / count;
        double m3 = cubes - mean * (3 * squares - 2 * mean * sum);
        double m4 = fourths - mean * (4 * cubes - mean * (6 * squares - 3 * mean * sum));

        // No sample has less (Jensen); rounding may.
        return new ShapeMoments(sample, m3, Math.Max(m4, sample.M2 / count * sample.M2));
    }

    /// <summary>The sample with one more value.</summary>
    /// <param name="value">Finite, in the metric's unit.</param>
    public ShapeMoments Add(double value) => Merge(new ShapeMoments(default(SampleMoments).Add(value), 0, 0));

    /// <summary>The moments of both samples together; exact up to rounding, in any order.</summary>
    public ShapeMoments Merge(ShapeMoments other)
    {
        if (Sample.Count == 0 || other.Sample.Count == 0)
        {
            return Sample.Count == 0 ? other : this;
        }

        double n = (double)Sample.Count + other.Sample.Count;
        double a = Sample.Count / n;
        double b = other.Sample.Count / n;
        double delta = other.Sample.DifferenceFrom(Sample);
        double square = delta * delta;
        return new ShapeMoments(
            Sample.Merge(other.Sample),
            M3 + other.M3 + delta * square * n * a * b * (a - b) + 3 * delta * (a * other.Sample.M2 - b * Sample.M2),
            M4 + other.M4 + square * square * n * a * b * (a * a - a * b + b * b)
                + 6 * square * (a * a * other.Sample.M2 + b * b * Sample.M2) + 4 * delta * (a * other.M3 - b * M3));
    }
}
