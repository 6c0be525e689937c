using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Planning;

/// <summary>
/// One treatment of a design against its control: effect and units to power and back. The test decides on the absolute difference,
/// or with a margin on that to the control mean less the margin, whose own uncertainty counts.
/// </summary>
internal sealed class PlannedComparison
{
    private const double LargestUnits = 1e18;
    private const double ManyDegreesOfFreedom = 50;

    private readonly ExperimentDesign design;
    private readonly RejectionRule rule;
    private readonly double controlShare;
    private readonly double treatmentShare;
    private readonly double towards;
    private readonly double margin;
    private readonly double controlFactor;
    private readonly double unitVariance;

    public PlannedComparison(ExperimentDesign design, RejectionRule rule, int treatment)
    {
        this.design = design;
        this.rule = rule;
        controlShare = design.ShareOf(0);
        treatmentShare = design.ShareOf(treatment);
        towards = design.Alternative == Alternative.Less ? -1 : 1;
        double baseline = design.Metric.Baseline.OrNull ?? 0;
        margin = design.NonInferiorityMargin * Math.Abs(baseline);
        controlFactor = Math.Pow(1 - towards * design.NonInferiorityMargin * Math.Sign(baseline), 2);
        unitVariance = (1 - (design.Adjustment?.Explained ?? 0)) * (design.Clusters?.DesignEffect ?? 1);
    }

    /// <summary>Units of all variants below which a variant has fewer than two, or a t test no degree of freedom.</summary>
    private double FewestUnits => ClusterSize * Math.Max(
        2 / design.Shares.Select((_, variant) => design.ShareOf(variant)).Min(),
        Normal ? 0 : IsPooled ? design.Shares.Count + 1 + Covariates : (3 + Covariates) / (controlShare + treatmentShare));

    private double ClusterSize => design.Clusters?.MeanSize ?? 1;

    private int Covariates => design.Adjustment?.Covariates ?? 0;

    private bool IsPooled => design.Correction == PlannedCorrection.Dunnett;

    // Proportions by the z test; clusters are few, so that theirs is a t test.
    private bool Normal => design.Metric.Kind == PlannedMetricKind.Proportion && design.Clusters is null;

    /// <summary>Of the statistic, +∞ for a normal one. Dunnett's variance is pooled over all variants.</summary>
    /// <param name="units">Of all variants.</param>
    public double DegreesOfFreedom(double units) =>
        Normal ? double.PositiveInfinity
        : IsPooled ? units / ClusterSize - design.Shares.Count - Covariates
        : units * (controlShare + treatmentShare) / ClusterSize - 2 - Covariates;

    /// <summary>Power at a true difference.</summary>
    public Measure Power(double effect, double units)
    {
        var drift = Drift(effect, units);
        return drift.TryGet(out double d) ? rule.Overall(d, DegreesOfFreedom(units)) : drift;
    }

    /// <summary>Units of all variants.</summary>
    public Measure SampleSize(double effect)
    {
        var start = Drift(effect, FewestUnits);
        if (!start.TryGet(out double drift) || !rule.SingleTarget.TryGet(out double target))
        {
            return start.IsPresent ? rule.SingleTarget : start;
        }

        if (rule.TwoSided ? drift == 0 : drift <= 0)
        {
            return Measure.Absent(AbsenceReason.NoSolution);
        }

        // Drift grows with the root of the units.
        double guess = Math.Clamp(FewestUnits * Math.Pow(Distance(target) / drift, 2), FewestUnits, LargestUnits);
        if (!rule.IsDunnett || DegreesOfFreedom(guess) < ManyDegreesOfFreedom)
        {
            return SampleSize(effect, target, guess, rule.Critical);
        }

        // The critical value hardly depends on the units: take it at the last answer until that stays.
        Measure units = guess;
        for (double before = 0; units.TryGet(out double n) && Math.Abs(n - before) > 1e-10 * n; before = n)
        {
            double critical = rule.Critical(DegreesOfFreedom(n));
            units = SampleSize(effect, target, n, _ => critical);
        }

        return units;
    }

    private Measure SampleSize(double effect, double target, double guess, Func<double, double> criticalAt)
    {
        Measure Single(double units)
        {
            double df = DegreesOfFreedom(units);
            return Drift(effect, units).Map(d => rule.SingleBeyond(criticalAt(df), d, df));
        }

        return Single(FewestUnits).OrNull >= target
            ? FewestUnits
            : Monotone.Solve(Single, target, guess, FewestUnits, LargestUnits);
    }

    /// <summary>The true difference nearest to the null that is found; towards the alternative, a rise when two-sided.</summary>
    public Measure DetectableEffect(double units)
    {
        double EffectAt(double distance) => towards * (distance - margin);
        var none = Drift(EffectAt(0), units);
        if (!none.IsPresent || !rule.SingleTarget.TryGet(out double target))
        {
            return none.IsPresent ? rule.SingleTarget : none;
        }

        double error = StandardError(EffectAt(0), units).Value;
        double largest = Math.Min(Reach() * (1 - 1e-12), 1e12 * error);
        double guess = Math.Min(Distance(target) * error, largest);
        double df = DegreesOfFreedom(units);
        return Monotone.Solve(
            distance => Drift(EffectAt(distance), units).Map(d => rule.Single(d, df)), target, guess, Math.Min(1e-9 * error, largest), largest)
            .Map(EffectAt);
    }

    /// <summary>How far from the null an effect can lie at all.</summary>
    private double Reach() => design.Metric.Kind != PlannedMetricKind.Proportion ? double.PositiveInfinity
        : margin + (towards > 0 ? 1 - design.Metric.Baseline.Value : design.Metric.Baseline.Value);

    // Where the search begins: critical value and power's quantile on the normal scale.
    private double Distance(double target) =>
        Math.Max(0.1, rule.RoughCritical + StandardNormal.InverseSurvival(1 - target));

    private Measure Drift(double effect, double units)
    {
        if (!(units >= FewestUnits * (1 - 1e-12)))
        {
            return Measure.Absent(AbsenceReason.TooFewUnits);
        }

        return StandardError(effect, units).Map(error => (towards * effect + margin) / error);
    }

    private Measure StandardError(double effect, double units)
    {
        if (!design.Metric.Variance.TryGet(out double control))
        {
            return design.Metric.Variance;
        }

        var there = design.Metric.VarianceAt(effect);
        return control > 0
            ? there.Map(treatment => Math.Sqrt(unitVariance * (controlFactor * control / controlShare + treatment / treatmentShare) / units))
            : Measure.Absent(AbsenceReason.ZeroVariance);
    }
}
