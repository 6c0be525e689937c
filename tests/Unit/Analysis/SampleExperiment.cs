using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Analysis;

/// <summary>
/// Experiments with ten thousand units a variant, a control mean of 10 and a standard deviation of 1: the standard error of
/// a difference is 0.01414, so 10.05 is a clear win (t = 3.5), 9.95 a clear loss and 10.01 is open (t = 0.7).
/// </summary>
internal static class SampleExperiment
{
    public const double Win = 10.05;
    public const double Loss = 9.95;
    public const double Unclear = 10.01;
    public const long Units = 10_000;

    /// <summary>A two-variant experiment that is balanced, clean and at its planned sample.</summary>
    public static ExperimentInput Of(params MetricInput[] metrics) => new()
    {
        Key = "checkout",
        Mode = AnalysisMode.Itt,
        Control = "control",
        Variants = [new VariantInput("control", Units, 0.5), new VariantInput("treatment", Units, 0.5)],
        Metrics = metrics,
        PlannedUnits = 2 * Units,
    };

    public static MetricInput Metric(string key, MetricRole role, params double[] treatmentMeans)
    {
        var byVariant = new Dictionary<string, MetricVariantInput>(StringComparer.Ordinal) { ["control"] = Numbers(10) };
        string[] names = treatmentMeans.Length == 1 ? ["treatment"] : [.. treatmentMeans.Select((_, i) => $"t{i + 1}")];
        foreach (var (name, mean) in names.Zip(treatmentMeans))
        {
            byVariant[name] = Numbers(mean);
        }

        return new MetricInput { Key = key, Role = role, ByVariant = byVariant };
    }

    public static SegmentInput Segment(string dimension, string value, double treatmentMean) =>
        new(dimension, value, new Dictionary<string, MetricVariantInput>(StringComparer.Ordinal)
        {
            ["control"] = Numbers(10),
            ["treatment"] = Numbers(treatmentMean),
        });

    public static MetricInput Constant(string key, MetricRole role, double control, double treatment) => new()
    {
        Key = key,
        Role = role,
        ByVariant = new Dictionary<string, MetricVariantInput>(StringComparer.Ordinal)
        {
            ["control"] = new(new SampleMoments(Units, control, 0)),
            ["treatment"] = new(new SampleMoments(Units, treatment, 0)),
        },
    };

    /// <summary>The same with two treatments, t1 and t2.</summary>
    public static ExperimentInput OfThree(params MetricInput[] metrics) => Of(metrics) with
    {
        Variants = [new VariantInput("control", Units, 1), new VariantInput("t1", Units, 1), new VariantInput("t2", Units, 1)],
        PlannedUnits = 3 * Units,
    };

    public static ExperimentInput WithUnits(this ExperimentInput input, long control, long treatment) => input with
    {
        Variants = [new VariantInput("control", control, 0.5), new VariantInput("treatment", treatment, 0.5)],
    };

    private static MetricVariantInput Numbers(double mean) => new(new SampleMoments(Units, mean, Units - 1));
}
