using GrpcExp.Statistics;
using GrpcExp.Statistics.Bayesian;

namespace GrpcExp.Unit.Statistics.Bayesian;

/// <summary>Shrinkage against statsmodels and the joint normal (<c>Oracles/generate_bayesian.py</c>).</summary>
public sealed class ShrinkageTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("shrinkage");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_effect_agrees_with_the_oracle(string json)
    {
        var c = Oracle.Parse(json);
        double[] y = c.Numbers("effects");
        double[] se = c.Numbers("std_errors");
        var result = Shrinkage.DerSimonianLaird([.. y.Zip(se)]);
        Oracle.Agree(c.Number("tau2"), result.Variance, "τ²", Oracle.Tight, se.Min() * se.Min());
        Oracle.Agree(c.Number("mean"), result.Mean, "mean", Oracle.Tight, se.Min());
        for (int i = 0; i < y.Length; i++)
        {
            Oracle.Agree(c.Numbers("posterior")[i], result.Effects[i].Value, "effect", Oracle.Tight, se[i]);
            Oracle.Agree(c.Numbers("deviations")[i], result.Effects[i].StandardError, "deviation");
            Oracle.Agree(c.Numbers("low")[i], result.Effects[i].Low, "low", Oracle.Tight, se[i]);
        }
    }

    [Fact]
    public void Effects_that_differ_by_less_than_their_noise_become_one()
    {
        var result = Shrinkage.DerSimonianLaird([(1, 1), (1.5, 1), (0.8, 1)]);
        Assert.Equal(0, result.Variance.Value);
        Assert.All(result.Effects, e => Assert.Equal(1.1, e.Value.Value, 1e-12));
    }

    [Fact]
    public void Another_unit_and_another_zero_move_everything_along()
    {
        (double Estimate, double StandardError)[] effects = [(0.1, 0.1), (0.6, 0.2), (-0.3, 0.15)];
        var plain = Shrinkage.DerSimonianLaird(effects);
        var moved = Shrinkage.DerSimonianLaird([.. effects.Select(e => (e.Estimate * 3 + 7, e.StandardError * 3))]);
        Assert.All(plain.Effects.Zip(moved.Effects), x => Assert.Equal(x.First.Low.Value * 3 + 7, x.Second.Low.Value, 1e-12));
        Assert.Equal(plain.Variance.Value * 9, moved.Variance.Value, 1e-12);
    }

    [Fact]
    public void A_single_experiment_has_no_portfolio_and_a_broken_one_is_refused()
    {
        Assert.Equal(AbsenceReason.NoSolution, Shrinkage.DerSimonianLaird([(1, 1)]).Effects[0].Value.Reason);
        Assert.Equal(AbsenceReason.NoSolution, Shrinkage.DerSimonianLaird([]).Mean.Reason);
        Assert.Throws<ArgumentException>(() => Shrinkage.DerSimonianLaird([(1, 0), (1, 1)]));
        Assert.Throws<ArgumentException>(() => Shrinkage.DerSimonianLaird([(double.NaN, 1), (1, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shrinkage.DerSimonianLaird([(1, 1), (1, 1)], 0));
    }

    /// <summary>James and Stein: from three means on, the shrunk ones are closer to the truth in total.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void Shrunk_effects_are_closer_to_the_truth_than_raw_ones()
    {
        var random = new Random(11);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        int better = 0;
        for (int run = 0; run < 200; run++)
        {
            double[] truth = [.. Enumerable.Range(0, 30).Select(_ => 0.5 * Normal())];
            (double Estimate, double StandardError)[] seen = [.. truth.Select(t => (t + Normal(), 1.0))];
            var shrunk = Shrinkage.DerSimonianLaird(seen).Effects;
            double raw = truth.Zip(seen).Sum(x => Math.Pow(x.First - x.Second.Estimate, 2));
            better += truth.Zip(shrunk).Sum(x => Math.Pow(x.First - x.Second.Value.Value, 2)) < raw ? 1 : 0;
        }

        Assert.True(better > 190, $"Only {better} of 200 portfolios got closer.");
    }
}
