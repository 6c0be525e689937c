using GrpcExp.Statistics;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics.Bayesian;

/// <summary>What holds for conjugate posteriors whatever the counts.</summary>
public sealed class ConjugatePropertyTests
{
    private static readonly (long Control, long ControlUnits, long Treatment, long TreatmentUnits)[] Counts =
    [
        (0, 0, 0, 5), (3, 10, 4, 9), (120, 1_000, 150, 1_100), (1, 1_000_000, 9, 1_000_000), (40_000, 100_000, 40_100, 100_000), (0, 50, 50, 50),
        (300_000_000_000, 1_000_000_000_000, 2, 7),
    ];

    [Fact]
    public void Swapped_variants_swap_the_losses_and_mirror_the_intervals()
    {
        foreach (var c in Counts)
        {
            var there = BetaBinomial.Compare(c.Control, c.ControlUnits, c.Treatment, c.TreatmentUnits);
            var back = BetaBinomial.Compare(c.Treatment, c.TreatmentUnits, c.Control, c.ControlUnits);
            Assert.Equal(1, there.ChanceToBeat.Value + back.ChanceToBeat.Value, 1e-12);
            Close(there.LossOfControl, back.LossOfTreatment.Value);
            Close(there.Difference.Low, -back.Difference.High.Value);
            Close(there.Lift.Low, 1 / (1 + back.Lift.High.Value) - 1);

            // E(t − c) = E max(t − c, 0) − E max(c − t, 0).
            double scale = there.LossOfControl.Value + there.LossOfTreatment.Value;
            Assert.Equal(there.Difference.Value.Value, there.LossOfControl.Value - there.LossOfTreatment.Value, 1e-10 * scale);
        }
    }

    [Fact]
    public void Swapped_successes_and_failures_turn_everything_around()
    {
        foreach (var c in Counts)
        {
            var there = BetaBinomial.Compare(c.Control, c.ControlUnits, c.Treatment, c.TreatmentUnits);
            var turned = BetaBinomial.Compare(c.ControlUnits - c.Control, c.ControlUnits, c.TreatmentUnits - c.Treatment, c.TreatmentUnits);
            Assert.Equal(1, there.ChanceToBeat.Value + turned.ChanceToBeat.Value, 1e-12);
            Close(there.LossOfControl, turned.LossOfTreatment.Value);
        }
    }

    [Fact]
    public void Two_arms_are_ranked_as_they_are_compared_and_chances_add_up()
    {
        foreach (var c in Counts)
        {
            var pair = BetaBinomial.Compare(c.Control, c.ControlUnits, c.Treatment, c.TreatmentUnits);
            var ranked = BetaBinomial.Rank([(c.Control, c.ControlUnits), (c.Treatment, c.TreatmentUnits)]);
            Close(pair.ChanceToBeat, ranked[1].ChanceBest.Value);
            Close(pair.LossOfControl, ranked[0].ExpectedLoss.Value);
        }

        var all = BetaBinomial.Rank([.. Counts.Select(c => (c.Control, c.ControlUnits))]);
        Assert.Equal(1, all.Sum(arm => arm.ChanceBest.Value), 1e-10);
    }

    [Fact]
    public void Another_unit_of_exposure_scales_rates_and_leaves_the_rest()
    {
        var days = GammaPoisson.Compare(30, 100, 50, 110, new GammaPrior(2, 7));
        var weeks = GammaPoisson.Compare(30, 100 / 7.0, 50, 110 / 7.0, new GammaPrior(2, 1));
        Close(days.ChanceToBeat, weeks.ChanceToBeat.Value);
        Close(days.Lift.High, weeks.Lift.High.Value);
        Close(days.Difference.Low, weeks.Difference.Low.Value / 7);
        Close(days.LossOfTreatment, weeks.LossOfTreatment.Value / 7);
    }

    [Fact]
    public void A_ranking_of_normal_means_is_the_comparison_of_normal_means()
    {
        SampleMoments control = new(100, 1, 99);
        SampleMoments treatment = new(150, 1.1, 200);
        var pair = NormalPosterior.Compare(control, treatment);
        var ranked = NormalPosterior.Rank([control, treatment]);
        Close(pair.ChanceToBeat, ranked[1].ChanceBest.Value);
        Close(pair.LossOfTreatment, ranked[1].ExpectedLoss.Value);
        Close(pair.LossOfControl, ranked[0].ExpectedLoss.Value);
        Assert.Equal(AbsenceReason.TooFewUnits, NormalPosterior.Rank([control, new SampleMoments(1, 1, 0)])[0].ChanceBest.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, NormalPosterior.Rank([control, new SampleMoments(9, 1, 0)])[0].ExpectedLoss.Reason);
    }

    [Fact]
    public void Ugly_input_is_absent_with_its_reason_or_refused()
    {
        Assert.Equal(AbsenceReason.ImproperPosterior, BetaBinomial.Compare(0, 5, 1, 5, new BetaPrior(0, 0)).ChanceToBeat.Reason);
        Assert.True(BetaBinomial.Compare(1, 5, 1, 5, new BetaPrior(0, 0)).ChanceToBeat.IsPresent);
        Assert.Equal(AbsenceReason.ImproperPosterior, GammaPoisson.Compare(3, 0, 1, 5).Difference.Low.Reason);
        Assert.Equal(AbsenceReason.NoSolution, GammaPoisson.Compare(0, 1, 1, 5).Lift.Value.Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBinomial.Compare(6, 5, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBinomial.Compare(1, 5, 1, 5, new BetaPrior(-1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBinomial.Compare(1, 5, 1, 5, alpha: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaPoisson.Compare(-1, 5, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaPoisson.Compare(1, double.PositiveInfinity, 1, 5));
        Assert.Throws<ArgumentException>(() => BetaBinomial.Rank([(1, 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaPrior.FromMean(1, 10));
        Assert.Equal(new BetaPrior(2, 8), BetaPrior.FromMean(0.2, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaPrior.FromMean(0, 10));
    }

    /// <summary>Under the prior that made the truth, the interval of the difference covers as often as it says.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void Credible_intervals_cover_when_the_prior_is_true()
    {
        var random = new Random(3);
        int covered = 0;
        const int Runs = 150;
        for (int run = 0; run < Runs; run++)
        {
            // A uniform truth is the flat prior.
            double[] truth = [random.NextDouble(), random.NextDouble()];
            long[] seen = [.. truth.Select(p => (long)Enumerable.Range(0, 40).Count(_ => random.NextDouble() < p))];
            var posterior = BetaBinomial.Compare(seen[0], 40, seen[1], 40).Difference;
            covered += truth[1] - truth[0] > posterior.Low.Value && truth[1] - truth[0] < posterior.High.Value ? 1 : 0;
        }

        // Four binomial standard deviations.
        Assert.InRange(covered, (int)(Runs * 0.95 - 4 * Math.Sqrt(Runs * 0.95 * 0.05)), Runs);
    }

    private static void Close(Measure actual, double expected) => Oracle.Agree(expected, actual, "number");
}
