using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.MultipleTesting;
using GrpcExp.Statistics.Quantiles;
using GrpcExp.Statistics.Ratios;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Unit.Statistics;

/// <summary>A comparison says which method made it, with a result and without one.</summary>
public sealed class MethodNameTests
{
    private static readonly SampleMoments Some = new(100, 1, 99);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Every_method_of_sums_names_itself(long units)
    {
        var treatment = units == 0 ? default : new SampleMoments(units, 1.2, 90);
        Assert.Equal("welch", WelchTest.Compare(Some, treatment).Method);
        Assert.Equal("pooled_t", PooledTTest.Compare(Some, treatment).Method);
        Assert.Equal("z", ProportionZTest.Compare(10, 100, 0, units, ZTestVariance.Pooled).Method);
        Assert.Equal("z_unpooled", ProportionZTest.Compare(10, 100, 0, units, ZTestVariance.Unpooled).Method);
        Assert.Equal("confidence_sequence", ConfidenceSequence.Compare(Some, treatment, 500).Method);
        Assert.Equal("mixture_sprt", MixtureSprt.Compare(Some, treatment, 0.1).Method);
        Assert.Equal("dunnett", DunnettTest.Compare(Some, [treatment]).Treatments[0].Method);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public void Every_method_of_rows_names_itself(int units)
    {
        double[][] rows = [.. Enumerable.Range(0, 60).Select(i => new[] { i % 7, 1 + i % 3, i % 5.0, i % 11 })];
        var control = JointMoments.FromRows(rows);
        var treatment = units == 0 ? default : JointMoments.FromRows(rows.Select(row => new[] { row[0] + 1, row[1], row[2], row[3] }));
        double[] values = [.. rows.Select(row => row[0])];
        Assert.Equal("several_covariates", MultiCuped.Compare(control, treatment).Adjusted.Method);
        Assert.Equal("post_stratified", PostStratification.Compare([new StratumSample("all", control, treatment)]).Adjusted.Method);
        Assert.Equal("ratio", RatioTest.Compare(control, treatment).Ratios.Method);
        Assert.Equal("quantile", QuantileTest.Compare(values, values[..units], 0.5).Method);
    }
}
