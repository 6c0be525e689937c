using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>The interval that holds at every look: a confidence sequence tuned to the units the experiment has planned.</summary>
internal static class PlannedSequence
{
    /// <summary>One treatment against the control; null without a plan, or without numbers of either.</summary>
    public static MeanComparison? Compare(ExperimentInput input, IReadOnlyDictionary<string, MetricVariantInput> byVariant, string variant) =>
        byVariant.TryGetValue(input.Control, out var control) && byVariant.TryGetValue(variant, out var treatment)
            ? Compare(input, control.Moments, treatment.Moments)
            : null;

    /// <summary>The same of moments; null without a plan.</summary>
    public static MeanComparison? Compare(ExperimentInput input, SampleMoments control, SampleMoments treatment) =>
        input.PlannedUnits is { } planned ? ConfidenceSequence.Compare(control, treatment, planned, input.Alpha) : null;
}
