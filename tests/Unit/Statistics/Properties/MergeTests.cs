using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Unit.Statistics.Monitoring;
using static GrpcExp.Unit.Statistics.Properties.TwoSamples;

namespace GrpcExp.Unit.Statistics.Properties;

/// <summary>Parts may come in any order and be put together in any grouping: days, shards and variants are merged as they arrive.</summary>
public sealed class MergeTests
{
    // A few units of the last place per merge of about ten parts.
    private const double Tolerance = 1e-14;

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    public void Moments_do_not_depend_on_order_and_grouping(double offset) => ForEachGrouping(
        offset,
        rows => rows.Aggregate(default(SampleMoments), (m, r) => m.Add(r.Metric)),
        (a, b) => a.Merge(b),
        (whole, merged) => Same(whole, merged, offset));

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    public void Moments_with_a_covariate_do_not_depend_on_order_and_grouping(double offset) => ForEachGrouping(
        offset,
        rows => rows.Aggregate(default(CovariateMoments), (m, r) => m.Add(r.Metric, r.Before)),
        (a, b) => a.Merge(b),
        (whole, merged) =>
        {
            Same(whole.Metric, merged.Metric, offset);
            Same(whole.Covariate, merged.Covariate, 0);
            Close(whole.CrossM2, merged.CrossM2, Accuracy(offset), Math.Sqrt(whole.Metric.M2 * whole.Covariate.M2));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    public void Joint_moments_do_not_depend_on_order_and_grouping(double offset) => ForEachGrouping(
        offset,
        rows => JointMoments.FromRows(rows.Select(r => new[] { r.Metric, r.Before, r.Denominator })),
        (a, b) => a.Merge(b),
        (whole, merged) =>
        {
            for (int i = 0; i < 3; i++)
            {
                Same(whole[i], merged[i], i == 0 ? offset : 0);
                for (int j = 0; j < i; j++)
                {
                    Close(whole.CrossM2(i, j), merged.CrossM2(i, j), Accuracy(offset), Math.Sqrt(whole[i].M2 * whole[j].M2));
                }
            }
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    public void The_shape_does_not_depend_on_order_and_grouping(double offset) => ForEachGrouping(
        offset,
        rows => ShapeMoments.FromValues(rows.Select(r => r.Metric)),
        (a, b) => a.Merge(b),
        (whole, merged) =>
        {
            Same(whole.Sample, merged.Sample, offset);
            Close(whole.Skewness, merged.Skewness, 10 * Accuracy(offset), 1);
            Close(whole.ExcessKurtosis, merged.ExcessKurtosis, 10 * Accuracy(offset), 1);
        });

    [Fact]
    public void With_as_many_units_in_both_variants_Cuped_never_raises_the_variance()
    {
        for (int seed = 1; seed <= 500; seed++)
        {
            int units = 3 + seed % 40;
            var random = new Random(seed);
            CovariateMoments Sample() => Enumerable.Range(0, units).Aggregate(
                default(CovariateMoments), (m, _) => m.Add(random.Normal(), random.Normal()));
            Assert.InRange(Cuped.Compare(Sample(), Sample()).VarianceReduction.Value, -1e-13, 1);
        }
    }

    // Far from zero the values themselves carry fewer digits, and each part's mean is known to 2⁻⁵³ of them times its tail.
    private static double Accuracy(double offset) => offset == 0 ? Tolerance : 1e-12;

    private static void Same(SampleMoments whole, SampleMoments merged, double offset)
    {
        Assert.Equal(whole.Count, merged.Count);
        Assert.InRange(merged.Mean, Math.BitDecrement(Math.BitDecrement(whole.Mean)), Math.BitIncrement(Math.BitIncrement(whole.Mean)));
        Close(whole.M2, merged.M2, Accuracy(offset));
    }

    private static void ForEachGrouping<T>(double offset, Func<Row[], T> moments, Func<T, T, T> merge, Action<T, T> check)
        where T : struct
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            var random = new Random(seed);
            Row[] rows = [.. Draw(seed, 50 + seed, 10).Select(r => r with { Metric = r.Metric + offset })];
            var whole = moments(rows);
            random.Shuffle(rows);
            var parts = rows.Chunk(1 + random.Next(12)).Select(moments).Append(default).ToList();
            while (parts.Count > 1)
            {
                int i = random.Next(parts.Count);
                var first = parts[i];
                parts.RemoveAt(i);
                int j = random.Next(parts.Count);
                parts[j] = merge(first, parts[j]);
            }

            check(whole, parts[0]);
        }
    }
}
