using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Guardrails;
using GrpcExp.Statistics.Resampling;
using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>Tests are wrong no more often than they say when there is nothing to find.</summary>
[Trait("Category", "Simulation")]
public sealed class ErrorRateTests
{
    private const double Alpha = 0.05;

    [Theory]
    [InlineData(5, 6, 9_999)]
    [InlineData(20, 30, 199)]
    public void A_permutation_test_keeps_its_level_on_any_metric(int nc, int nt, int permutations)
    {
        // 462 assignments looked at, and 199 drawn: p ≤ 0.05 then has a chance of 23/462 and of exactly 10/200.
        const int times = 1_500;
        double share = Repeated.Share(41, times, random => PermutationTest.Compare(
            random.Values(nc, () => Math.Pow(random.Exponential(), 3)),
            random.Values(nt, () => Math.Pow(random.Exponential(), 3)),
            seed: random.Next(),
            permutations).PValue.Value <= Alpha);
        Repeated.Near(Alpha, share, times);
    }

    [Fact]
    public void Fishers_test_errs_on_the_careful_side()
    {
        const int times = 4_000;
        double share = Repeated.Share(42, times, random => FisherExactTest
            .Compare(random.Successes(20, 0.3), 20, random.Successes(25, 0.3), 25).PValue.OrNull < Alpha);
        Repeated.AtMost(Alpha, share, times, least: 0.01);
        Assert.True(share < 0.045, $"{share:P1}: the exact test of so few units has to be conservative.");
    }

    [Theory]
    [InlineData(10, Alternative.Less)]
    [InlineData(10, Alternative.Greater)]
    [InlineData(-10, Alternative.Less)]
    [InlineData(-10, Alternative.Greater)]
    public void A_treatment_exactly_at_the_margin_is_rarely_called_harmless(double control, Alternative harm)
    {
        const int times = 10_000;
        const double margin = 0.1;
        double treatment = control + (harm == Alternative.Less ? -margin : margin) * Math.Abs(control);
        double share = Repeated.Share(43, times, random => NonInferiorityTest
            .PValue(random.NormalMoments(80, control, 4), random.NormalMoments(120, treatment, 6), harm, margin).Below(Alpha));
        Repeated.Near(Alpha, share, times, bias: 0.002);
    }

    [Fact]
    public void A_sample_ratio_as_designed_is_doubted_and_refused_as_rarely_as_said()
    {
        const int times = 20_000;
        int doubted = 0;
        double refused = Repeated.Share(44, times, random =>
        {
            int first = random.Successes(600, 0.5);
            int second = random.Successes(600 - first, 0.6);
            var result = SampleRatioTest.Run([new(first, 5), new(second, 3), new(600 - first - second, 2), new(7, 0)]);
            doubted += result.PValue.Value < SampleRatioTest.WarnBelow ? 1 : 0;
            return result.Severity == SampleRatioSeverity.Fail;
        });
        Repeated.Near(SampleRatioTest.WarnBelow, (double)doubted / times, times);
        Repeated.Near(SampleRatioTest.FailBelow, refused, times);
    }

    [Fact]
    public void Looking_at_the_sample_ratio_after_every_unit_doubts_and_refuses_no_more_often_than_said()
    {
        const int times = 300;
        const int units = 2_000;
        int pearson = 0;
        double share = Repeated.Share(45, times, random =>
        {
            long first = 0;
            double p = 1;
            bool doubted = false;
            for (int n = 1; n <= units; n++)
            {
                first += random.NextDouble() < 0.25 ? 1 : 0;
                SampleRatioArm[] arms = [new(first, 1), new(n - first, 3)];
                p = SequentialSampleRatioTest.Look(arms, p, concentration: 100).PValue.Value;
                doubted |= n >= 100 && n % 10 == 0 && SampleRatioTest.Run(arms).PValue.Value < Alpha;
            }

            pearson += doubted ? 1 : 0;
            return p < Alpha;
        });
        Repeated.AtMost(Alpha, share, times, least: 0.001);
        Assert.True(pearson > 4 * Alpha * times, $"Peeking at Pearson's test doubted only {pearson} of {times}: the simulation proves nothing.");
    }
}
