namespace GrpcExp.Statistics.Planning;

/// <summary>
/// Everything about an experiment but its effect and its units. Change parts with <c>with</c>; it is checked when a
/// <see cref="Planner"/> takes it.
/// </summary>
/// <param name="Metric">What is compared.</param>
public sealed record ExperimentDesign(PlannedMetric Metric)
{
    /// <summary>Weight of each variant, control first, all &gt; 0; only their proportions matter. Default two halves.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [1, 1];

    /// <summary>Error rate over all treatments and looks together, in (0, ½], default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Power wanted of every comparison, in (alpha, 1), default 0.8.</summary>
    public double TargetPower { get; init; } = 0.8;

    /// <summary>What the test is set against, default two-sided; with a margin, the side that is good.</summary>
    public Alternative Alternative { get; init; }

    /// <summary>How several treatments share alpha; of no consequence for one. Default Bonferroni.</summary>
    public PlannedCorrection Correction { get; init; }

    /// <summary>CUPED, or null (default).</summary>
    public CovariateAdjustment? Adjustment { get; init; }

    /// <summary>Clusters that are assigned as a whole, or null (default) for independent units.</summary>
    public ClusteredUnits? Clusters { get; init; }

    /// <summary>When results may be acted on, default once.</summary>
    public PlannedLooks Looks { get; init; } = PlannedLooks.Once;

    /// <summary>
    /// Tolerated harm, a fraction of the absolute baseline, ≥ 0. Above 0 the plan is one of
    /// <see cref="Guardrails.NonInferiorityTest"/> and the effect the true difference, 0 or even a harm within the margin.
    /// </summary>
    public double NonInferiorityMargin { get; init; }

    /// <summary>Treatments that are compared with the control.</summary>
    public int Comparisons => Shares.Count - 1;

    /// <summary>Share of a variant of all units, in (0, 1).</summary>
    internal double ShareOf(int variant) => Shares[variant] / Shares.Sum();

    /// <summary>This, when the parts fit together.</summary>
    internal ExperimentDesign Checked()
    {
        ArgumentNullException.ThrowIfNull(Metric);
        ArgumentNullException.ThrowIfNull(Looks);
        ArgumentNullException.ThrowIfNull(Shares);
        if (Shares.Count < 2 || Shares.Any(share => !(share > 0)) || double.IsInfinity(Shares.Sum()))
        {
            throw new ArgumentException($"Shares are [{string.Join(", ", Shares)}]: give two or more positive weights, control first.", nameof(Shares));
        }

        Require(Alpha is > 0 and <= 0.5, nameof(Alpha), Alpha, "must lie above 0 and not above 0.5, e.g. 0.05.");
        Require(TargetPower > Alpha && TargetPower < 1, nameof(TargetPower), TargetPower, $"must lie above alpha ({Alpha:R}) and below 1, e.g. 0.8.");
        Require(Enum.IsDefined(Alternative), nameof(Alternative), Alternative, "is unknown.");
        Require(Enum.IsDefined(Correction), nameof(Correction), Correction, "is unknown.");
        Require(
            NonInferiorityMargin >= 0 && double.IsFinite(NonInferiorityMargin), nameof(NonInferiorityMargin), NonInferiorityMargin, "must be a fraction of 0 or more, e.g. 0.01.");
        Require(
            NonInferiorityMargin == 0 || Alternative != Alternative.TwoSided, nameof(NonInferiorityMargin), NonInferiorityMargin, "needs a one-sided alternative: the side that is good.");
        Require(
            Correction != PlannedCorrection.Dunnett || Comparisons == 1 || Looks == PlannedLooks.Once, nameof(Correction), Correction, "has critical values for a single look only: take Bonferroni.");
        return this;
    }

    private static void Require(bool holds, string part, object value, string remedy)
    {
        if (!holds)
        {
            throw new ArgumentException($"{part} {value} {remedy}", part);
        }
    }
}
