using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// Compares post-stratified means Σ W·ȳ, W being the stratum's share of the units of all variants, so that variants are
/// compared at one mix of strata. The variance is Σ W²·s²/n with Satterthwaite's degrees of freedom. With covariates the
/// strata's means are adjusted by CUPED first: one θ from deviations inside stratum and variant, centred inside the stratum.
/// Assumes strata known before the experiment (an effect must not move a unit) and shares W taken as known.
/// </summary>
/// <remarks>
/// D. Holt and T. M. F. Smith, "Post Stratification", JRSS A 142 (1979); H. Xie and J. Aurisset, "Improving the
/// Sensitivity of Online Controlled Experiments: Case Studies at Netflix", KDD 2016.
/// </remarks>
public static class PostStratification
{
    /// <summary>Compares one treatment with the control.</summary>
    /// <param name="strata">Disjoint strata that together hold every unit.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    /// <returns>
    /// Means on the metric's scale. Every number but the counts is absent with <see cref="AbsenceReason.NoUnits"/> or
    /// <see cref="AbsenceReason.TooFewUnits"/> when a stratum has fewer than two units of either variant: merge it into
    /// another. <see cref="MultiCupedComparison.VarianceReduction"/> is against the plain, unstratified comparison.
    /// </returns>
    public static MultiCupedComparison Compare(
        IReadOnlyList<StratumSample> strata, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        ArgumentNullException.ThrowIfNull(strata);
        SignificanceLevel.Require(alpha, nameof(alpha));
        StratumSample[] filled = [.. strata.Where(s => Units(s) > 0)];
        var plainControl = Together(filled.Select(s => s.Control));
        var plainTreatment = Together(filled.Select(s => s.Treatment));
        MultiCupedComparison Absent(AbsenceReason reason) => new(
            [], Measure.Absent(reason), MeanDifference.Untestable("post_stratified", plainControl, plainTreatment, reason, alpha));

        if (plainControl.Count == 0 || plainTreatment.Count == 0)
        {
            return Absent(AbsenceReason.NoUnits);
        }

        if (filled.Any(s => s.Control.Count < 2 || s.Treatment.Count < 2))
        {
            return Absent(AbsenceReason.TooFewUnits);
        }

        var (theta, reason) = CovariateSlopes.Pool([.. filled.SelectMany(s => new[] { s.Control, s.Treatment, s.Others })]);
        if (theta is null && reason != AbsenceReason.NoCovariate)
        {
            return Absent(reason);
        }

        double total = filled.Sum(Units);
        var control = new StratifiedMean();
        var treatment = new StratifiedMean();
        foreach (var stratum in filled)
        {
            double share = Units(stratum) / total;
            double[] centre = CovariateSlopes.Means([stratum.Control, stratum.Treatment, stratum.Others]);
            SampleMoments Adjusted(JointMoments cell) => theta is null ? cell[0] : CovariateSlopes.Adjust(cell, theta, centre);
            control.Add(share, Adjusted(stratum.Control));
            treatment.Add(share, Adjusted(stratum.Treatment));
        }

        double variance = control.Variance + treatment.Variance;
        var adjusted = MeanDifference.Compare("post_stratified", new SampleMoments(plainControl.Count, control.Mean, 0),
            new SampleMoments(plainTreatment.Count, treatment.Mean, 0),
            control.Variance,
            treatment.Variance,
            variance > 0 ? 1 / (control.Satterthwaite(variance) + treatment.Satterthwaite(variance)) : 1,
            alpha,
            alternative);
        var plain = WelchTest.Compare(plainControl, plainTreatment, alpha);
        return new MultiCupedComparison(
            theta is null ? [] : [.. theta], CovariateSlopes.Reduction(plain.Absolute, adjusted.Absolute), adjusted);
    }

    private static double Units(StratumSample stratum) =>
        (double)stratum.Control.Count + stratum.Treatment.Count + stratum.Others.Count;

    private static SampleMoments Together(IEnumerable<JointMoments> cells) =>
        cells.Aggregate(default(SampleMoments), (sum, cell) => cell.Count > 0 ? sum.Merge(cell[0]) : sum);
}
