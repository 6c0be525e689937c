using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics.Bayesian;

/// <summary>The normal–normal model against integrals of prior times likelihood (<c>Oracles/generate_bayesian.py</c>).</summary>
public sealed class NormalPosteriorTests
{
    private static readonly SampleMoments Usable = new(100, 1, 99);

    public static TheoryData<string> Cases() => Oracle.Cases("normal_posterior");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_number_agrees_with_the_oracle(string json)
    {
        var c = Oracle.Parse(json);
        var deviation = c.GetProperty("prior_deviation");
        var prior = new NormalPrior(
            c.Number("prior_mean"),
            deviation.ValueKind == JsonValueKind.Null ? double.PositiveInfinity : deviation.GetDouble(),
            c.GetProperty("relative").GetBoolean());
        var result = NormalPosterior.Compare(
            MeanComparisonTests.Moments(c.Numbers("control")), MeanComparisonTests.Moments(c.Numbers("treatment")), prior);
        double sd = c.Number("deviation");
        Oracle.Agree(c.Number("mean"), result.Difference.Value, "mean", Oracle.Tight, sd);
        Oracle.Agree(sd, result.Difference.StandardError, "deviation");
        Oracle.Agree(c.Number("low"), result.Difference.Low, "low", Oracle.Tight, sd);
        Oracle.Agree(c.Number("chance"), result.ChanceToBeat, "chance");
        Oracle.Agree(c.Number("loss_treatment"), result.LossOfTreatment, "loss of the treatment");
        Oracle.Agree(c.Number("loss_control"), result.LossOfControl, "loss of the control");
    }

    [Fact]
    public void Swapped_variants_swap_the_losses_and_a_new_unit_scales_them()
    {
        var other = new SampleMoments(150, 1.1, 200);
        var there = NormalPosterior.Compare(Usable, other);
        var back = NormalPosterior.Compare(other, Usable);
        var scaled = NormalPosterior.Compare(new SampleMoments(100, 4, 99 * 16), new SampleMoments(150, 4.4, 200 * 16), new NormalPrior(0, 0.1, true));
        var plain = NormalPosterior.Compare(Usable, other, new NormalPrior(0, 0.1, true));
        Assert.Equal(there.LossOfControl, back.LossOfTreatment);
        Assert.Equal(1, there.ChanceToBeat.Value + back.ChanceToBeat.Value, 1e-12);
        Assert.Equal(plain.ChanceToBeat.Value, scaled.ChanceToBeat.Value, 1e-12);
        Assert.Equal(plain.LossOfControl.Value * 4, scaled.LossOfControl.Value, 1e-12);
    }

    [Fact]
    public void Ugly_input_is_absent_with_its_reason_or_refused()
    {
        Assert.Equal(AbsenceReason.NoUnits, NormalPosterior.Compare(default, Usable).ChanceToBeat.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, NormalPosterior.Compare(Usable, new SampleMoments(1, 1, 0)).LossOfControl.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, NormalPosterior.Compare(new SampleMoments(5, 1, 0), new SampleMoments(5, 2, 0)).ChanceToBeat.Reason);
        Assert.Equal(
            AbsenceReason.ZeroControlMean,
            NormalPosterior.Compare(new SampleMoments(5, 0, 4), Usable, new NormalPrior(0, 1, true)).Difference.Low.Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalPosterior.Compare(Usable, Usable, new NormalPrior(0, 0, false)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalPosterior.Compare(Usable, Usable, new NormalPrior(double.NaN, 1, false)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalPosterior.Compare(Usable, Usable, alpha: 1));
    }
}
