using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Ratios;
using GrpcExp.Unit.Statistics.Monitoring;

namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>Intervals of means, lifts and ratios cover the truth as often as they say.</summary>
[Trait("Category", "Simulation")]
public sealed class CoverageOfMeansTests
{
    private const double Confidence = 0.95;

    [Theory]
    [InlineData(12, 40, 5, 1)]
    [InlineData(40, 12, 5, 1)]
    [InlineData(5000, 50, 1, 10)]
    [InlineData(6, 6, 1, 1)]
    public void Welch_covers_with_unequal_variances_and_sizes(long nc, long nt, double sdC, double sdT)
    {
        const int times = 20_000;
        double share = Repeated.Share(1, times, random => WelchTest
            .Compare(random.NormalMoments(nc, 10, sdC), random.NormalMoments(nt, 11, sdT)).Absolute.Covers(1));

        // Satterthwaite's degrees of freedom are an approximation; with six units its error can be seen.
        Repeated.Near(Confidence, share, times, bias: 0.005);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(10, 300)]
    public void The_pooled_interval_is_exact_under_one_variance(long nc, long nt)
    {
        const int times = 20_000;
        double share = Repeated.Share(2, times, random => PooledTTest
            .Compare(random.NormalMoments(nc, 10, 3), random.NormalMoments(nt, 11, 3)).Absolute.Covers(1));
        Repeated.Near(Confidence, share, times);
    }

    [Fact]
    public void The_pooled_interval_misses_under_two_variances_where_Welchs_does_not()
    {
        // Guards the tests above against covering anything.
        const int times = 4_000;
        double share = Repeated.Share(3, times, random => PooledTTest
            .Compare(random.NormalMoments(12, 10, 5), random.NormalMoments(40, 11, 1)).Absolute.Covers(1));
        Assert.True(share < 0.8, $"The pooled interval covered {share:P1}.");
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(-0.6)]
    [InlineData(3)]
    public void Fieller_covers_a_lift_on_a_control_mean_of_a_few_standard_errors(double controlMean)
    {
        // √100/1 units of standard error: six, and once thirty.
        const int times = 20_000;
        double share = Repeated.Share(4, times, random => WelchTest
            .Compare(random.NormalMoments(100, controlMean, 1), random.NormalMoments(150, 1.5 * controlMean, 2)).Relative.Covers(0.5));
        Repeated.Near(Confidence, share, times, bias: 0.002);
    }

    [Fact]
    public void Fieller_covers_the_lift_of_a_skewed_metric()
    {
        const int times = 4_000;
        double share = Repeated.Share(5, times, random =>
        {
            var control = Add(random.Values(400, () => random.Gamma(0.5)));
            var treatment = Add(random.Values(600, () => 1.2 * random.Gamma(0.5)));
            return WelchTest.Compare(control, treatment).Relative.Covers(0.2);
        });
        Repeated.Near(Confidence, share, times, bias: 0.003);
    }

    [Fact]
    public void A_ratio_and_its_lift_cover_by_the_delta_method()
    {
        const int times = 1_500;
        int absolute = 0;
        int fieller = 0;
        int delta = 0;
        var random = new Random(6);
        for (int i = 0; i < times; i++)
        {
            var result = RatioTest.Compare(Clicks(random, 300, 0.20), Clicks(random, 400, 0.25));
            absolute += result.Ratios.Absolute.Covers(0.05) ? 1 : 0;
            fieller += result.Ratios.Relative.Covers(0.25) ? 1 : 0;
            delta += result.RelativeDelta.Covers(0.25) ? 1 : 0;
        }

        Repeated.Near(Confidence, (double)absolute / times, times);
        Repeated.Near(Confidence, (double)fieller / times, times);
        Repeated.Near(Confidence, (double)delta / times, times);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void Cuped_covers_and_its_difference_is_unbiased(double correlation)
    {
        const int times = 10_000;
        double sum = 0;
        double squares = 0;
        double share = Repeated.Share(7, times, random =>
        {
            var result = Cuped.Compare(
                random.NormalPairs(150, 10, correlation), random.NormalPairs(250, 10.1, correlation), [random.NormalPairs(200, 12, correlation)]);
            sum += result.Adjusted.Absolute.Value.Value - 0.1;
            squares += Math.Pow(result.Adjusted.Absolute.Value.Value - 0.1, 2);
            return result.Adjusted.Absolute.Covers(0.1);
        });
        Repeated.Near(Confidence, share, times, bias: 0.002);
        Assert.InRange(sum / times, -4 * Math.Sqrt(squares) / times, 4 * Math.Sqrt(squares) / times);
    }

    [Fact]
    public void Several_covariates_cover_and_their_difference_is_unbiased()
    {
        const int times = 2_000;
        double sum = 0;
        double squares = 0;
        double share = Repeated.Share(8, times, random =>
        {
            var result = MultiCuped.Compare(ThreeVariables(random, 100, 0), ThreeVariables(random, 140, 0.3));
            double error = result.Adjusted.Absolute.Value.Value - 0.3;
            sum += error;
            squares += error * error;
            return result.Adjusted.Absolute.Covers(0.3);
        });

        // The slopes are taken as known: an error of the order of covariates over units.
        Repeated.Near(Confidence, share, times, bias: 0.005);
        Assert.InRange(sum / times, -4 * Math.Sqrt(squares) / times, 4 * Math.Sqrt(squares) / times);
    }

    [Fact]
    public void Post_stratification_covers_however_strata_fall_into_variants()
    {
        const int times = 10_000;
        double[] means = [0, 5, 30];
        double share = Repeated.Share(9, times, random => PostStratification.Compare(
            [.. means.Select(mean => new StratumSample(
                $"mean {mean}",
                random.NormalJoint(random.Next(20, 60), mean, 1 + mean / 10),
                random.NormalJoint(random.Next(20, 60), mean + 0.5, 1 + mean / 10)))]).Adjusted.Absolute.Covers(0.5));
        Repeated.Near(Confidence, share, times, bias: 0.002);
    }

    private static SampleMoments Add(double[] values) => values.Aggregate(default(SampleMoments), (m, v) => m.Add(v));

    /// <summary>Users who differ in how often they look and in how often they click.</summary>
    private static JointMoments Clicks(Random random, int users, double rate) => JointMoments.FromRows(Enumerable.Range(0, users).Select(_ =>
    {
        int views = 1 + (int)(4 * random.Exponential());
        return (IReadOnlyList<double>)[random.Successes(views, rate * (0.5 + random.NextDouble())), views];
    }));

    private static JointMoments ThreeVariables(Random random, int units, double effect) => JointMoments.FromRows(Enumerable.Range(0, units).Select(_ =>
    {
        double before = random.Normal();
        double other = 0.5 * before + random.Exponential();
        return (IReadOnlyList<double>)[effect + before - 2 * other + random.Normal(), before, other];
    }));
}
