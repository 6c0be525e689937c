using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Unit.Statistics.Sequential;

/// <summary>
/// Someone who looks after every few units and stops at the first significant look. Seeded, so a run is repeatable; a bound
/// allows four binomial standard deviations above the nominal rate.
/// </summary>
[Trait("Category", "Simulation")]
public sealed class PeekingSimulationTests
{
    private const int Experiments = 1000;
    private const int FirstLook = 100;
    private const int UnitsPerVariant = 3000;
    private const int Step = 10;
    private const double Alpha = 0.05;

    private static readonly double Allowed = Alpha + 4 * Math.Sqrt(Alpha * (1 - Alpha) / Experiments);

    [Fact]
    public void Continuous_peeking_keeps_the_type_I_error_of_always_valid_tests_and_not_that_of_a_t_test()
    {
        int sequence = Stopped(1, 0, (c, t) => ConfidenceSequence.Compare(c, t, 4000, Alpha).PValue);
        int oneSided = Stopped(2, 0, (c, t) => ConfidenceSequence.Compare(c, t, 4000, Alpha, Alternative.Greater).PValue);
        int sprt = Stopped(3, 0, (c, t) => MixtureSprt.Compare(c, t, 0.1, Alpha).PValue);
        int welch = Stopped(4, 0, (c, t) => WelchTest.Compare(c, t, Alpha).PValue);
        Assert.InRange(sequence, 1, Allowed * Experiments);
        Assert.InRange(oneSided, 1, Allowed * Experiments);
        Assert.InRange(sprt, 1, Allowed * Experiments);
        Assert.True(welch > 3 * Alpha * Experiments, $"Peeking at a t test stopped only {welch} of {Experiments}: the simulation proves nothing.");
    }

    [Fact]
    public void The_true_difference_and_the_true_lift_stay_inside_at_every_look()
    {
        const double difference = 0.1;
        int absolute = 0;
        int relative = 0;
        foreach (var looks in Run(5, difference))
        {
            bool outside = false;
            bool liftOutside = false;
            foreach (var (control, treatment) in looks)
            {
                var result = ConfidenceSequence.Compare(control, treatment, 4000, Alpha);
                outside |= Misses(result.Absolute, difference);
                liftOutside |= Misses(result.Relative, difference / Mean);
            }

            absolute += outside ? 1 : 0;
            relative += liftOutside ? 1 : 0;
        }

        Assert.InRange(absolute, 0, Allowed * Experiments);
        Assert.InRange(relative, 0, Allowed * Experiments);
    }

    [Fact]
    public void A_real_difference_is_found_before_the_plan_most_of_the_time() =>
        Assert.True(Stopped(6, 0.2, (c, t) => ConfidenceSequence.Compare(c, t, 4000, Alpha).PValue) > 0.9 * Experiments);

    private const double Mean = 3;

    private static bool Misses(Estimate estimate, double truth) => estimate.Low.OrNull > truth || estimate.High.OrNull < truth;

    private static int Stopped(int seed, double difference, Func<SampleMoments, SampleMoments, Measure> pValue) =>
        Run(seed, difference).Count(looks => looks.Any(look => pValue(look.Control, look.Treatment).OrNull < Alpha));

    /// <summary>Units are skewed (gamma with shape 4, standard deviation 1), as metrics are.</summary>
    private static IEnumerable<IEnumerable<(SampleMoments Control, SampleMoments Treatment)>> Run(int seed, double difference)
    {
        var random = new Random(seed);
        double Unit()
        {
            double product = 1;
            for (int i = 0; i < 4; i++)
            {
                product *= 1 - random.NextDouble();
            }

            return -Math.Log(product) / 2 - 2 + Mean;
        }

        IEnumerable<(SampleMoments Control, SampleMoments Treatment)> Looks()
        {
            SampleMoments control = default;
            SampleMoments treatment = default;
            for (int n = 1; n <= UnitsPerVariant; n++)
            {
                control = control.Add(Unit());
                treatment = treatment.Add(Unit() + difference);
                if (n >= FirstLook && n % Step == 0)
                {
                    yield return (control, treatment);
                }
            }
        }

        for (int i = 0; i < Experiments; i++)
        {
            yield return Looks();
        }
    }
}
