using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Quantiles;
using GrpcExp.Statistics.Ratios;
using GrpcExp.Unit.Statistics.Monitoring;

namespace GrpcExp.Unit.Statistics.Properties;

/// <summary>Seeded rows of two variants, and every test that turns them into a difference with an interval.</summary>
internal static class TwoSamples
{
    /// <summary>A unit: its metric, its value before the experiment, its stratum, and a denominator.</summary>
    public readonly record struct Row(double Metric, double Before, int Stratum, double Denominator);

    public static readonly string[] Methods = ["welch", "pooled", "cuped", "several covariates", "strata", "ratio", "quantile"];

    public static Row[] Draw(int seed, int count, double mean)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double before = 5 + random.Normal();
            return new Row(mean + before + 2 * random.Normal(), before, i % 2, 1 + random.Next(5));
        })];
    }

    public static MeanComparison Compare(string method, Row[] control, Row[] treatment) => method switch
    {
        "welch" => WelchTest.Compare(Sample(control), Sample(treatment)),
        "pooled" => PooledTTest.Compare(Sample(control), Sample(treatment)),
        "cuped" => Cuped.Compare(Pairs(control), Pairs(treatment)).Adjusted,
        "several covariates" => MultiCuped.Compare(
            Joint(control, r => [r.Metric, r.Before, r.Denominator]), Joint(treatment, r => [r.Metric, r.Before, r.Denominator])).Adjusted,
        "strata" => PostStratification.Compare([.. new[] { 0, 1 }.Select(s => new StratumSample(
            $"{s}", Joint(control.Where(r => r.Stratum == s), r => [r.Metric]), Joint(treatment.Where(r => r.Stratum == s), r => [r.Metric])))]).Adjusted,
        "ratio" => RatioTest.Compare(Joint(control, r => [r.Metric, r.Denominator]), Joint(treatment, r => [r.Metric, r.Denominator])).Ratios,
        "quantile" => QuantileTest.Compare([.. control.Select(r => r.Metric)], [.. treatment.Select(r => r.Metric)], 0.5),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };

    public static void Close(Measure expected, Measure actual, double tolerance, double scale = 0)
    {
        Assert.Equal(expected.Reason, actual.Reason);
        if (expected.TryGet(out double e))
        {
            Assert.InRange(actual.Value - e, -tolerance * Math.Max(scale, Math.Abs(e)), tolerance * Math.Max(scale, Math.Abs(e)));
        }
    }

    private static SampleMoments Sample(Row[] rows) => rows.Aggregate(default(SampleMoments), (m, r) => m.Add(r.Metric));

    private static CovariateMoments Pairs(Row[] rows) => rows.Aggregate(default(CovariateMoments), (m, r) => m.Add(r.Metric, r.Before));

    private static JointMoments Joint(IEnumerable<Row> rows, Func<Row, double[]> values) => JointMoments.FromRows(rows.Select(values));
}
