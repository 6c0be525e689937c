namespace GrpcExp.Statistics.Planning;

/// <summary>
/// Power, units and detectable effect of an experiment design. Units are those of all variants together and effects true
/// differences in the metric's unit, the same for every treatment; with several treatments every answer is that of the comparison
/// with the least power, the one with the smallest share.
/// </summary>
/// <remarks>
/// Means and ratios by the noncentral t (J. Cohen, Statistical Power Analysis, 2nd ed., §2), proportions by the normal
/// distribution with unpooled variance (J. Fleiss, B. Levin and M. Paik, 3rd ed., §4); with two variants and nothing else they are
/// <see cref="MeansPower"/> and <see cref="ProportionsPower"/>.
/// </remarks>
public static class Planner
{
    /// <summary>Units at which every comparison has the target power; not rounded, at least two a variant, at most 1e18.</summary>
    /// <param name="design">Checked here.</param>
    /// <param name="effect">True difference in the metric's unit, finite; its sign must fit a one-sided alternative.</param>
    /// <returns>Absent when no number of units is enough, or with the reason that the metric has no variance.</returns>
    /// <exception cref="ArgumentException">The parts of the design do not fit together.</exception>
    public static Measure SampleSize(ExperimentDesign design, double effect) =>
        Weakest(design).SampleSize(RequireFinite(effect, nameof(effect)));

    /// <summary>
    /// The smallest effect that every comparison finds with the target power, signed: a rise, or a fall when the alternative is
    /// <see cref="Alternative.Less"/>. With a margin it may lie on the bad side.
    /// </summary>
    /// <param name="design">Checked here.</param>
    /// <param name="units">Of all variants together, &gt; 0; absent below two a variant.</param>
    /// <exception cref="ArgumentException">The parts of the design do not fit together.</exception>
    public static Measure DetectableEffect(ExperimentDesign design, double units) =>
        Weakest(design).DetectableEffect(RequireUnits(units, nameof(units)));

    /// <summary>The power of the comparison with the least; both tails of a two-sided test count.</summary>
    /// <param name="design">Checked here.</param>
    /// <param name="effect">True difference in the metric's unit, finite.</param>
    /// <param name="units">Of all variants together, &gt; 0; absent below two a variant.</param>
    /// <exception cref="ArgumentException">The parts of the design do not fit together.</exception>
    public static Measure Power(ExperimentDesign design, double effect, double units) =>
        Weakest(design).Power(RequireFinite(effect, nameof(effect)), RequireUnits(units, nameof(units)));

    /// <summary>Power at several numbers of units, each the planned end of an experiment of its own.</summary>
    /// <param name="design">Checked here.</param>
    /// <param name="effect">True difference in the metric's unit, finite.</param>
    /// <param name="units">Of all variants together, each &gt; 0.</param>
    public static IReadOnlyList<PowerPoint> CurveOverUnits(ExperimentDesign design, double effect, IEnumerable<double> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        var weakest = Weakest(design);
        RequireFinite(effect, nameof(effect));
        return [.. units.Select(n => new PowerPoint(effect, n, weakest.Power(effect, RequireUnits(n, nameof(units)))))];
    }

    /// <summary>Power at several true effects.</summary>
    /// <param name="design">Checked here.</param>
    /// <param name="effects">True differences in the metric's unit, finite.</param>
    /// <param name="units">Of all variants together, &gt; 0.</param>
    public static IReadOnlyList<PowerPoint> CurveOverEffects(ExperimentDesign design, IEnumerable<double> effects, double units)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var weakest = Weakest(design);
        RequireUnits(units, nameof(units));
        return [.. effects.Select(effect => new PowerPoint(effect, units, weakest.Power(RequireFinite(effect, nameof(effects)), units)))];
    }

    /// <summary>The plan for an effect: whole units, and what they give.</summary>
    /// <inheritdoc cref="SampleSize"/>
    public static ExperimentPlan ForEffect(ExperimentDesign design, double effect)
    {
        var units = SampleSize(design, effect);
        return units.TryGet(out double n)
            ? ExperimentPlan.Of(design, effect, PlannedUnits.RoundUp(design, n))
            : ExperimentPlan.Without(design, effect, units);
    }

    /// <summary>The plan for a number of units: which effect they find.</summary>
    /// <inheritdoc cref="DetectableEffect"/>
    public static ExperimentPlan ForUnits(ExperimentDesign design, long units) =>
        ExperimentPlan.Of(design, DetectableEffect(design, units), PlannedUnits.Apportion(design, units));

    /// <summary>The plan for an effect and a number of units: with which power they find it.</summary>
    /// <inheritdoc cref="Power"/>
    public static ExperimentPlan ForBoth(ExperimentDesign design, double effect, long units)
    {
        ArgumentNullException.ThrowIfNull(design);
        RequireUnits(units, nameof(units));
        return ExperimentPlan.Of(design.Checked(), RequireFinite(effect, nameof(effect)), PlannedUnits.Apportion(design, units));
    }

    private static PlannedComparison Weakest(ExperimentDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        design.Checked();
        int smallest = Enumerable.Range(1, design.Comparisons).MinBy(design.ShareOf);
        return new PlannedComparison(design, new RejectionRule(design), smallest);
    }

    private static double RequireFinite(double effect, string parameter) => double.IsFinite(effect)
        ? effect
        : throw new ArgumentOutOfRangeException(parameter, effect, "An effect must be a finite difference in the metric's unit.");

    private static double RequireUnits(double units, string parameter) => units > 0 && double.IsFinite(units)
        ? units
        : throw new ArgumentOutOfRangeException(parameter, units, "Units must be a positive number over all variants, e.g. 20000.");
}
