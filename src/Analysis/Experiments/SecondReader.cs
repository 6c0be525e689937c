using System.Globalization;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Quantiles;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Makes the readings beside the deciding test that were asked for and that the data allow.</summary>
internal static class SecondReader
{
    public static IReadOnlyList<Reading> Read(ExperimentInput input, MetricInput metric, string treatment)
    {
        var control = metric.Of(input.Control);
        var treated = metric.Of(treatment);
        List<Reading> readings = [];
        if (input.Test.Method != TestMethod.Welch)
        {
            readings.Add(Plain("welch", WelchTest.Compare(control.Moments, treated.Moments, input.Alpha)));
        }

        if (control.Covariates is { } some && treated.Covariates is { } others)
        {
            readings.Add(Adjusted("several_covariates", MultiCuped.Compare(some, others, Rest(input, metric, treatment), input.Alpha)));
        }

        if (control.Strata is not null && treated.Strata is not null)
        {
            readings.Add(Adjusted("post_stratified", PostStratification.Compare(Strata(input, metric, treatment), input.Alpha)));
        }

        if (metric.Type == MetricType.Mean && control.Values is { } before && treated.Values is { } after)
        {
            readings.AddRange(input.Readings.Quantiles.Select(quantile => Plain(
                string.Create(CultureInfo.InvariantCulture, $"quantile_{quantile}"), QuantileTest.Compare(before, after, quantile, input.Alpha), means: true)));
        }

        if (input.Readings.Bayesian)
        {
            readings.Add(metric.Type == MetricType.Conversion ? BetaBinomialOf(input, control, treated) : NormalOf(input, control, treated));
        }

        return readings;
    }

    private static Reading Plain(string name, MeanComparison comparison, bool means = false) => new(
        name,
        comparison.Absolute,
        comparison.Relative,
        comparison.PValue,
        means ? [("control_value", comparison.ControlMean), ("treatment_value", comparison.TreatmentMean)] : []);

    private static Reading Adjusted(string name, MultiCupedComparison comparison) =>
        Plain(name, comparison.Adjusted) with { Numbers = [("variance_reduction", comparison.VarianceReduction)] };

    private static Reading BetaBinomialOf(ExperimentInput input, MetricVariantInput control, MetricVariantInput treated)
    {
        var posterior = BetaBinomial.Compare(
            control.Conversions, control.Moments.Count, treated.Conversions, treated.Moments.Count, input.Readings.BetaPrior, input.Alpha);
        return Posterior("bayesian_beta_binomial", posterior.Difference, posterior.Lift, posterior.ChanceToBeat, posterior.LossOfTreatment, posterior.LossOfControl);
    }

    private static Reading NormalOf(ExperimentInput input, MetricVariantInput control, MetricVariantInput treated)
    {
        var posterior = NormalPosterior.Compare(control.Moments, treated.Moments, input.Readings.NormalPrior, input.Alpha);
        return Posterior(
            "bayesian_normal",
            posterior.Difference,
            Estimate.Absent(AbsenceReason.NotComputed, 1 - input.Alpha),
            posterior.ChanceToBeat,
            posterior.LossOfTreatment,
            posterior.LossOfControl);
    }

    private static Reading Posterior(string name, Estimate difference, Estimate lift, Measure chance, Measure lossOfTreatment, Measure lossOfControl) => new(
        name,
        difference,
        lift,
        Measure.Absent(AbsenceReason.NotComputed),
        [("chance_to_beat", chance), ("loss_of_treatment", lossOfTreatment), ("loss_of_control", lossOfControl)]);

    private static IEnumerable<JointMoments> Rest(ExperimentInput input, MetricInput metric, string treatment) => input.Variants
        .Where(v => v.Key != input.Control && v.Key != treatment)
        .Select(v => metric.Of(v.Key).Covariates)
        .OfType<JointMoments>();

    private static StratumSample[] Strata(ExperimentInput input, MetricInput metric, string treatment)
    {
        JointMoments In(string stratum, string variant) => metric.Of(variant).Strata is { } strata && strata.TryGetValue(stratum, out var moments) ? moments : default;
        string[] names = [.. input.Variants.SelectMany(v => metric.Of(v.Key).Strata?.Keys ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return [.. names.Select(name => new StratumSample(
            name,
            In(name, input.Control),
            In(name, treatment),
            input.Variants.Where(v => v.Key != input.Control && v.Key != treatment).Select(v => In(name, v.Key)).Where(m => m.Count > 0)
                .Aggregate(default(JointMoments), (sum, m) => sum.Count == 0 ? m : sum.Merge(m))))];
    }
}
