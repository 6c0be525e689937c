using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Ratios;

namespace GrpcExp.Statistics.Planning;

/// <summary>
/// What is known about a metric before the experiment: its value in control and the variance of one unit. Effects are
/// differences in the metric's unit; <see cref="AbsoluteEffect"/> makes one from a fraction of the baseline.
/// </summary>
public sealed record PlannedMetric
{
    private PlannedMetric(PlannedMetricKind kind, Measure baseline, Measure variance)
    {
        Kind = kind;
        Baseline = baseline;
        Variance = variance;
    }

    /// <summary>What is compared.</summary>
    public PlannedMetricKind Kind { get; }

    /// <summary>Its value in control; absent for a ratio whose denominator's mean is zero.</summary>
    public Measure Baseline { get; }

    /// <summary>Variance of one unit in control, in the metric's unit squared; absent where the baseline is.</summary>
    public Measure Variance { get; }

    /// <summary>A mean.</summary>
    /// <param name="baseline">In control, finite.</param>
    /// <param name="standardDeviation">Of one unit's value, ≥ 0, the same in every variant.</param>
    public static PlannedMetric Mean(double baseline, double standardDeviation) => new(
        PlannedMetricKind.Mean, RequireFinite(baseline, nameof(baseline)), Math.Pow(RequireNotNegative(standardDeviation, nameof(standardDeviation)), 2));

    /// <summary>A conversion.</summary>
    /// <param name="rate">In control, in (0, 1).</param>
    public static PlannedMetric Proportion(double rate) => rate is > 0 and < 1
        ? new(PlannedMetricKind.Proportion, rate, rate * (1 - rate))
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate must lie strictly between 0 and 1, e.g. 0.1.");

    /// <summary>
    /// A ratio R of means. One unit has the variance (s²y − 2R·s_yd + R²·s²d)/d̄², that of its linearised value.
    /// </summary>
    /// <param name="numeratorMean">Mean a unit of the numerator, finite.</param>
    /// <param name="numeratorDeviation">Its standard deviation, ≥ 0.</param>
    /// <param name="denominatorMean">Mean a unit of the denominator, finite; at zero the baseline is absent.</param>
    /// <param name="denominatorDeviation">Its standard deviation, ≥ 0.</param>
    /// <param name="correlation">Of numerator and denominator over units, from −1 to 1.</param>
    /// <remarks>Delta method: A. Deng, U. Knoblich and J. Lu, KDD 2018, §3.</remarks>
    public static PlannedMetric Ratio(
        double numeratorMean, double numeratorDeviation, double denominatorMean, double denominatorDeviation, double correlation)
    {
        RequireFinite(numeratorMean, nameof(numeratorMean));
        RequireFinite(denominatorMean, nameof(denominatorMean));
        RequireNotNegative(numeratorDeviation, nameof(numeratorDeviation));
        RequireNotNegative(denominatorDeviation, nameof(denominatorDeviation));
        if (!(Math.Abs(correlation) <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(correlation), correlation, "A correlation lies between -1 and 1, e.g. 0.5.");
        }

        if (denominatorMean == 0)
        {
            return Absent(AbsenceReason.ZeroDenominator);
        }

        // (y − c·d)² with the correlated part of d taken out first: no cancellation at a correlation of one.
        double ratio = numeratorMean / denominatorMean;
        double y = numeratorDeviation / denominatorMean;
        double d = ratio * denominatorDeviation / denominatorMean;
        double variance = Math.Pow(y - correlation * d, 2) + (1 - correlation) * (1 + correlation) * d * d;
        return new(PlannedMetricKind.Ratio, ratio, variance);
    }

    /// <summary>A ratio as past data show it.</summary>
    /// <param name="sample">Numerator and denominator (variables 0 and 1) of units like those to come.</param>
    public static PlannedMetric Ratio(JointMoments sample)
    {
        if (LinearisedRatio.Obstacle(sample) is { } reason)
        {
            return Absent(reason);
        }

        var linear = LinearisedRatio.Of(sample)[0];
        return new(PlannedMetricKind.Ratio, linear.Mean, linear.Variance);
    }

    /// <summary>The difference that a fraction of the baseline is: 0.02 of a baseline of −5 is −0.1.</summary>
    /// <param name="relative">A fraction, finite; absent when the baseline is zero.</param>
    public Measure AbsoluteEffect(double relative) => Baseline.OrNull == 0
        ? Measure.Absent(AbsenceReason.ZeroControlMean)
        : Baseline.Map(baseline => baseline * relative);

    /// <summary>A difference as a fraction of the baseline, absent when that is zero.</summary>
    /// <param name="effect">In the metric's unit, finite.</param>
    public Measure RelativeEffect(double effect) => Baseline.OrNull == 0
        ? Measure.Absent(AbsenceReason.ZeroControlMean)
        : Baseline.Map(baseline => effect / baseline);

    /// <summary>Variance of one unit in a variant that differs from control by <paramref name="effect"/>.</summary>
    internal Measure VarianceAt(double effect)
    {
        if (Kind != PlannedMetricKind.Proportion)
        {
            return Variance;
        }

        double rate = Baseline.Value + effect;
        return rate is > 0 and < 1 ? rate * (1 - rate) : Measure.Absent(AbsenceReason.DegenerateProportion);
    }

    private static PlannedMetric Absent(AbsenceReason reason) =>
        new(PlannedMetricKind.Ratio, Measure.Absent(reason), Measure.Absent(reason));

    private static double RequireFinite(double value, string parameter) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be a finite number.");

    private static double RequireNotNegative(double value, string parameter) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be a finite number of 0 or more.");
}
