using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Ranks;
using GrpcExp.Statistics.Resampling;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Runs the test that was planned, whatever it is, into the shape of a comparison of means.</summary>
internal static class DecidingTest
{
    public static MeanComparison Run(TestPlan plan, MetricVariantInput control, MetricVariantInput treatment, double alpha) =>
        Of(plan, control, treatment, alpha) with { Method = JsonNamingPolicy.SnakeCaseLower.ConvertName(plan.Method.ToString()) };

    private static MeanComparison Of(TestPlan plan, MetricVariantInput control, MetricVariantInput treatment, double alpha) => plan.Method switch
    {
        TestMethod.Welch => WelchTest.Compare(control.Moments, treatment.Moments, alpha),
        TestMethod.PooledT => PooledTTest.Compare(control.Moments, treatment.Moments, alpha),
        TestMethod.Z => Z(control, treatment, ZTestVariance.Pooled, alpha),
        TestMethod.ZUnpooled => Z(control, treatment, ZTestVariance.Unpooled, alpha),
        TestMethod.Fisher => Fisher(control, treatment, alpha),
        TestMethod.MannWhitney => Ranks(control, treatment, alpha),
        TestMethod.Permutation => WelchTest.Compare(control.Moments, treatment.Moments, alpha) with
        {
            Statistic = Measure.Absent(AbsenceReason.NotComputed),
            DegreesOfFreedom = Measure.Absent(AbsenceReason.NotComputed),
            PValue = PermutationTest.Compare(Values(control), Values(treatment), plan.Seed, plan.Resamples).PValue,
        },
        TestMethod.Bootstrap => Resampled(plan, control, treatment, alpha),
        TestMethod.ConfidenceSequence => ConfidenceSequence.Compare(control.Moments, treatment.Moments, plan.PlannedUnits!.Value, alpha),
        TestMethod.MixtureSprt => MixtureSprt.Compare(control.Moments, treatment.Moments, plan.EffectDeviation!.Value, alpha),
        TestMethod.GroupSequential => Group(plan, control, treatment, alpha),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Method, "Unknown method."),
    };

    private static MeanComparison Z(MetricVariantInput control, MetricVariantInput treatment, ZTestVariance variance, double alpha) =>
        ProportionZTest.Compare(control.Conversions, control.Moments.Count, treatment.Conversions, treatment.Moments.Count, variance, alpha);

    // The lift keeps its estimate; an interval of it that agrees with the exact test does not exist.
    private static MeanComparison Fisher(MetricVariantInput control, MetricVariantInput treatment, double alpha)
    {
        var plain = Z(control, treatment, ZTestVariance.Unpooled, alpha);
        return OnlyEstimateOfLift(plain) with
        {
            Absolute = ProportionIntervals.Newcombe(control.Conversions, control.Moments.Count, treatment.Conversions, treatment.Moments.Count, alpha),
            Statistic = Measure.Absent(AbsenceReason.NotComputed),
            PValue = FisherExactTest.Compare(control.Conversions, control.Moments.Count, treatment.Conversions, treatment.Moments.Count, alpha).PValue,
        };
    }

    private static MeanComparison Ranks(MetricVariantInput control, MetricVariantInput treatment, double alpha)
    {
        var ranks = MannWhitneyTest.Compare(Values(control), Values(treatment), alpha);
        return OnlyEstimateOfLift(WelchTest.Compare(control.Moments, treatment.Moments, alpha)) with
        {
            Absolute = ranks.Shift,
            Statistic = ranks.U,
            DegreesOfFreedom = Measure.Absent(AbsenceReason.NotComputed),
            PValue = ranks.PValue,
        };
    }

    private static MeanComparison Resampled(TestPlan plan, MetricVariantInput control, MetricVariantInput treatment, double alpha) =>
        OnlyEstimateOfLift(WelchTest.Compare(control.Moments, treatment.Moments, alpha)) with
        {
            Absolute = Bootstrap.Difference(Values(control), Values(treatment), values => values.Average(), plan.Seed, plan.Resamples, alpha),
        };

    private static MeanComparison Group(TestPlan plan, MetricVariantInput control, MetricVariantInput treatment, double alpha)
    {
        var plain = OnlyEstimateOfLift(WelchTest.Compare(control.Moments, treatment.Moments, alpha));
        if (!plain.Absolute.Value.TryGet(out double estimate) || !plain.Absolute.StandardError.TryGet(out double standardError))
        {
            return plain;
        }

        var end = GroupSequentialTest.End(GroupSequentialDesign.Create(plan.Looks, plan.Spending, alpha), plan.Looks.Count, estimate, standardError);
        return plain with
        {
            Absolute = end.Adjusted,
            Statistic = end.Statistic,
            DegreesOfFreedom = Measure.Absent(AbsenceReason.NotComputed),
            PValue = end.PValue,
        };
    }

    private static MeanComparison OnlyEstimateOfLift(MeanComparison comparison)
    {
        var none = Measure.Absent(AbsenceReason.NotComputed);
        return comparison with { Relative = comparison.Relative with { Low = none, High = none } };
    }

    private static IReadOnlyList<double> Values(MetricVariantInput variant) => variant.Values ?? [];
}
