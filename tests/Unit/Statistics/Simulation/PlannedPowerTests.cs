using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>An effect of the size planned for is found as often as the plan says.</summary>
[Trait("Category", "Simulation")]
public sealed class PlannedPowerTests
{
    private const double Alpha = 0.05;

    [Theory]
    [InlineData(0.5, 1, Alternative.TwoSided)]
    [InlineData(1.5, 2, Alternative.TwoSided)]
    [InlineData(-0.3, 1, Alternative.Less)]
    [InlineData(0.1, 0.5, Alternative.Greater)]
    public void A_difference_of_means_is_found_with_the_power_of_the_planned_sample(double effect, double ratio, Alternative alternative)
    {
        const int times = 20_000;
        long control = (long)Math.Ceiling(MeansPower.SampleSize(effect, 0.8, ratio, Alpha, alternative).Value);
        long treatment = (long)(control * ratio);
        double planned = MeansPower.Power(effect, control, (double)treatment / control, Alpha, alternative).Value;
        double share = Repeated.Share(51, times, random => PooledTTest
            .Compare(random.NormalMoments(control, 10, 2), random.NormalMoments(treatment, 10 + 2 * effect, 2), Alpha, alternative)
            .PValue.Below(Alpha));
        Assert.InRange(planned, 0.79, 0.9);
        Repeated.Near(planned, share, times);
    }

    [Theory]
    [InlineData(0.10, 0.14, 1, ZTestVariance.Unpooled)]
    [InlineData(0.10, 0.14, 1, ZTestVariance.Pooled)]
    [InlineData(0.50, 0.42, 2, ZTestVariance.Pooled)]
    public void A_difference_of_proportions_is_found_with_the_power_of_the_planned_sample(
        double control, double treatment, double ratio, ZTestVariance variance)
    {
        const int times = 3_000;
        int nc = (int)Math.Ceiling(ProportionsPower.SampleSize(control, treatment, 0.8, ratio, Alpha, variance: variance).Value);
        int nt = (int)(nc * ratio);
        double share = Repeated.Share(52, times, random => ProportionZTest
            .Compare(random.Successes(nc, control), nc, random.Successes(nt, treatment), nt, variance).PValue.Below(Alpha));
        Repeated.Near(0.8, share, times, bias: 0.005);
    }
}
