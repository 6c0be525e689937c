namespace GrpcExp.Statistics.Planning;

/// <summary>A design with its effect, units and power. Where one of them has no solution, it and what follows from it are absent.</summary>
/// <param name="Design">What was planned with.</param>
/// <param name="Units">
/// Whole units of all variants together. When they were asked for: those at which the comparison with the least power has the
/// target, rounded up in every variant.
/// </param>
/// <param name="Variants">In the design's order, control first.</param>
/// <param name="Effect">True difference in the metric's unit.</param>
/// <param name="RelativeEffect">The effect as a fraction of the baseline.</param>
/// <param name="Power">Of the comparison with the least power, at <paramref name="Units"/>, in (0, 1).</param>
/// <param name="ComparisonAlpha">Error rate of one comparison over all looks.</param>
/// <param name="StandardDeviation">Of one unit in control as the test sees it: after covariates, before clustering.</param>
/// <param name="VarianceReduction">R² of the covariates; absent (no covariate) without any.</param>
/// <param name="DesignEffect">Units that say as much as one independent one, ≥ 1; 1 without clusters.</param>
/// <param name="EffectiveUnits"><paramref name="Units"/> over the design effect.</param>
/// <param name="InflationFactor">Units over those of a single look with the same error rate and target power; 1 for one look.</param>
/// <param name="WidthFactor">Critical value at the planned end over that of a single look, ≥ 1: how much wider an interval is.</param>
public sealed record ExperimentPlan(
    ExperimentDesign Design,
    Measure Units,
    IReadOnlyList<VariantPlan> Variants,
    Measure Effect,
    Measure RelativeEffect,
    Measure Power,
    Measure ComparisonAlpha,
    Measure StandardDeviation,
    Measure VarianceReduction,
    Measure DesignEffect,
    Measure EffectiveUnits,
    Measure InflationFactor,
    Measure WidthFactor)
{
    internal static ExperimentPlan Of(ExperimentDesign design, Measure effect, double[] units)
    {
        double total = units.Sum();
        var rule = new RejectionRule(design);
        PlannedComparison[] comparisons = [.. Enumerable.Range(1, design.Comparisons).Select(i => new PlannedComparison(design, rule, i))];
        Measure[] powers = [.. comparisons.Select(c => effect.TryGet(out double e) ? c.Power(e, total) : effect)];
        int weakest = Enumerable.Range(0, powers.Length).MinBy(i => design.ShareOf(i + 1));
        double df = comparisons[weakest].DegreesOfFreedom(total);
        return Bare(design, effect, total) with
        {
            Variants = [.. units.Select((n, i) => new VariantPlan(
                design.ShareOf(i),
                n,
                i == 0 ? default : powers[i - 1],
                design.Clusters is { } clusters ? Math.Ceiling(n / clusters.MeanSize) : default(Measure)))],
            Power = powers[weakest],
            ComparisonAlpha = df > 0 ? rule.ComparisonAlpha(df) : Measure.Absent(AbsenceReason.TooFewUnits),
            InflationFactor = rule.InflationFactor(),
            WidthFactor = rule.WidthFactor(),
        };
    }

    /// <summary>The plan of an effect that no units find.</summary>
    internal static ExperimentPlan Without(ExperimentDesign design, Measure effect, Measure units) => Bare(design, effect, units) with
    {
        Variants = [.. design.Shares.Select((_, i) => new VariantPlan(design.ShareOf(i), units, i == 0 ? default : units))],
        Power = units,
        ComparisonAlpha = units,
    };

    private static ExperimentPlan Bare(ExperimentDesign design, Measure effect, Measure units)
    {
        double explained = design.Adjustment?.Explained ?? 0;
        double designEffect = design.Clusters?.DesignEffect ?? 1;
        return new(
            design,
            units,
            Variants: [],
            effect,
            effect.TryGet(out double e) ? design.Metric.RelativeEffect(e) : effect,
            Power: default,
            ComparisonAlpha: default,
            design.Metric.Variance.Map(variance => Math.Sqrt(variance * (1 - explained))),
            design.Adjustment is null ? Measure.Absent(AbsenceReason.NoCovariate) : explained,
            designEffect,
            units.Map(n => n / designEffect),
            InflationFactor: default,
            WidthFactor: default);
    }
}
