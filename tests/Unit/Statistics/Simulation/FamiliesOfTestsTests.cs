using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>What is promised for a whole family of tests holds for the whole family.</summary>
[Trait("Category", "Simulation")]
public sealed class FamiliesOfTestsTests
{
    private const double Alpha = 0.05;

    [Fact]
    public void Dunnetts_intervals_cover_together()
    {
        const int times = 20_000;
        long[] units = [20, 25, 40];
        SampleMoments[] Family(Random random) =>
            [random.NormalMoments(50, 10, 2), .. units.Select(n => random.NormalMoments(n, 11, 2))];

        // The critical value depends on the units only, so one is enough for all repetitions; the intervals are formed around it.
        var first = DunnettTest.Compare(Family(new Random(31))[0], Family(new Random(31))[1..]);
        double critical = first.CriticalValue.Value;
        double share = Repeated.Share(31, times, random =>
        {
            var family = Family(random);
            double deviation = Math.Sqrt(family.Sum(m => m.M2) / family.Sum(m => m.Count - 1.0));
            return family[1..].All(t => Math.Abs(t.Mean - family[0].Mean - 1) <= critical * deviation * Math.Sqrt(1.0 / t.Count + 1.0 / family[0].Count));
        });
        Repeated.Near(1 - Alpha, share, times);
        var second = DunnettTest.Compare(Family(new Random(30))[0], Family(new Random(30))[1..]);
        Assert.Equal(critical, second.CriticalValue.Value);
        Assert.All(second.Treatments, t => Assert.Equal(
            critical * t.Absolute.StandardError.Value, t.Absolute.High.Value - t.Absolute.Value.Value, 1e-12));
    }

    [Fact]
    public void Bonferronis_intervals_cover_together()
    {
        const int times = 4_000;
        const int metrics = 6;
        double share = Repeated.Share(32, times, random =>
        {
            var samples = Family(random, metrics, _ => 1);
            var levels = IntervalLevels.Of(PValues(samples), Correction.Bonferroni, Alpha);
            return samples.Zip(levels).All(s => WelchTest.Compare(s.First.Control, s.First.Treatment, s.Second.Value).Absolute.Covers(1));
        });

        // Independent metrics: the inequality is all but an equality.
        Repeated.Near(Math.Pow(1 - Alpha / metrics, metrics), share, times);
    }

    [Theory]
    [InlineData(Correction.Bonferroni)]
    [InlineData(Correction.Holm)]
    public void An_error_anywhere_in_the_family_is_as_rare_as_one_test_alone(Correction correction)
    {
        const int times = 10_000;
        const int metrics = 10;
        int found = 0;
        double share = Repeated.Share(33, times, random =>
        {
            var adjusted = PValueAdjustment.Adjust(PValues(Family(random, metrics, i => i % 2 == 0 ? 0 : 1)), correction);
            found += adjusted.Where((p, i) => i % 2 == 1 && p.Below(Alpha)).Count();
            return adjusted.Where((p, i) => i % 2 == 0 && p.Below(Alpha)).Any();
        });

        // The five effects are nearly always found, so Holm is left with the five that are none and spends all of alpha on them.
        Assert.True(found > 0.9 * times * metrics / 2);
        Repeated.AtMost(Alpha, share, times, least: correction == Correction.Holm ? 0.035 : 0.015);
    }

    [Fact]
    public void Without_a_correction_an_error_somewhere_is_frequent()
    {
        const int times = 1_000;
        double share = Repeated.Share(34, times, random => PValues(Family(random, 10, _ => 0)).Any(p => p.Below(Alpha)));
        Repeated.Near(1 - Math.Pow(1 - Alpha, 10), share, times);
    }

    [Fact]
    public void The_share_of_false_discoveries_is_that_of_Benjamini_and_Hochberg()
    {
        const int times = 4_000;
        const int metrics = 20;
        double sum = 0;
        double squares = 0;
        var random = new Random(35);
        for (int i = 0; i < times; i++)
        {
            var adjusted = PValueAdjustment.Adjust(
                PValues(Family(random, metrics, m => m < metrics / 2 ? 0 : 0.6)), Correction.BenjaminiHochberg);
            double found = adjusted.Count(p => p.Below(Alpha));
            double wrong = adjusted.Take(metrics / 2).Count(p => p.Below(Alpha));
            double share = found == 0 ? 0 : wrong / found;
            sum += share;
            squares += share * share;
        }

        // Exactly alpha times the share of tests without an effect, when they are independent.
        double reach = 4 * Math.Sqrt(squares / times / times);
        Assert.InRange(sum / times, Alpha / 2 - reach, Alpha / 2 + reach);
    }

    private static (SampleMoments Control, SampleMoments Treatment)[] Family(Random random, int metrics, Func<int, double> difference) =>
        [.. Enumerable.Range(0, metrics).Select(i => (random.NormalMoments(60, 10, 1), random.NormalMoments(60, 10 + difference(i), 1)))];

    private static Measure[] PValues((SampleMoments Control, SampleMoments Treatment)[] family) =>
        [.. family.Select(f => WelchTest.Compare(f.Control, f.Treatment).PValue)];
}
