namespace GrpcExp.Statistics.Moments;

/// <summary>
/// The joint sufficient statistics of a metric y and a covariate x measured on the same units.
/// Immutable; <c>default</c> is the empty sample.
/// </summary>
/// <remarks>Merging: P. Pébay, "Formulas for Robust, One-Pass Parallel Computation of Covariances" (2008).</remarks>
public readonly record struct CovariateMoments
{
    /// <summary>Makes moments that were computed elsewhere.</summary>
    /// <param name="count">Number of units with both values, ≥ 0.</param>
    /// <param name="metricMean">Mean of y.</param>
    /// <param name="covariateMean">Mean of x.</param>
    /// <param name="metricM2">Σ(y − ȳ)² ≥ 0.</param>
    /// <param name="covariateM2">Σ(x − x̄)² ≥ 0.</param>
    /// <param name="crossM2">Σ(y − ȳ)(x − x̄), any sign.</param>
    public CovariateMoments(
        long count, double metricMean, double covariateMean, double metricM2, double covariateM2, double crossM2)
        : this(new SampleMoments(count, metricMean, metricM2), new SampleMoments(count, covariateMean, covariateM2), crossM2)
    {
    }

    private CovariateMoments(SampleMoments metric, SampleMoments covariate, double crossM2)
    {
        Metric = metric;
        Covariate = covariate;
        CrossM2 = double.IsFinite(crossM2)
            ? crossM2
            : throw new ArgumentOutOfRangeException(nameof(crossM2), crossM2, "A sum of cross products must be finite.");
    }

    /// <summary>Number of units with both values.</summary>
    public long Count => Metric.Count;

    /// <summary>Moments of the metric y.</summary>
    public SampleMoments Metric { get; }

    /// <summary>Moments of the covariate x.</summary>
    public SampleMoments Covariate { get; }

    /// <summary>Σ(y − ȳ)(x − x̄).</summary>
    public double CrossM2 { get; }

    /// <summary>From sums as SQL yields them; each variable may be summed around its own shift.</summary>
    /// <param name="count">n ≥ 0.</param>
    /// <param name="sumY">Σ(y − shiftY).</param>
    /// <param name="sumYY">Σ(y − shiftY)².</param>
    /// <param name="sumX">Σ(x − shiftX).</param>
    /// <param name="sumXX">Σ(x − shiftX)².</param>
    /// <param name="sumXY">Σ(y − shiftY)(x − shiftX).</param>
    /// <param name="shiftY">Subtracted from every y, default 0.</param>
    /// <param name="shiftX">Subtracted from every x, default 0.</param>
    public static CovariateMoments FromSums(
        long count, double sumY, double sumYY, double sumX, double sumXX, double sumXY, double shiftY = 0, double shiftX = 0)
    {
        if (count == 0)
        {
            return default;
        }

        var y = SampleMoments.FromSums(count, sumY, sumYY, shiftY);
        var x = SampleMoments.FromSums(count, sumX, sumXX, shiftX);
        double cross = y.M2 == 0 || x.M2 == 0 ? 0 : CenteredSums.Product(count, sumY, sumX, sumXY);
        return new CovariateMoments(y, x, cross);
    }

    /// <summary>The sample with one more unit.</summary>
    /// <param name="metric">y, finite.</param>
    /// <param name="covariate">x, finite.</param>
    public CovariateMoments Add(double metric, double covariate)
    {
        var y = Metric.Add(metric);
        var x = Covariate.Add(covariate);
        return new CovariateMoments(y, x, CrossM2 + Metric.Deviation(metric) * x.Deviation(covariate));
    }

    /// <summary>The moments of both samples together.</summary>
    public CovariateMoments Merge(CovariateMoments other)
    {
        var y = Metric.Merge(other.Metric);
        var x = Covariate.Merge(other.Covariate);
        double between = Count == 0 || other.Count == 0 ? 0
            : other.Metric.DifferenceFrom(Metric) * other.Covariate.DifferenceFrom(Covariate)
                * ((double)Count / y.Count * other.Count);
        return new CovariateMoments(y, x, CrossM2 + other.CrossM2 + between);
    }
}
