using GrpcExp.Statistics;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics.Bayesian;

/// <summary>The conjugate models against double integrals and their roots (<c>Oracles/generate_conjugate.py</c>).</summary>
public sealed class ConjugateTests
{
    public static TheoryData<string, string> Pairs() => Named("beta_binomial", "gamma_poisson");

    public static TheoryData<string, string> Rankings() => Named("beta_ranking", "gamma_ranking");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_number_of_two_variants_agrees_with_the_oracle(string model, string json)
    {
        var c = Oracle.Parse(json);
        double[] prior = c.Numbers("prior");
        double[] control = c.Numbers("control");
        double[] treatment = c.Numbers("treatment");
        var result = model == "beta_binomial"
            ? BetaBinomial.Compare((long)control[0], (long)control[1], (long)treatment[0], (long)treatment[1], new BetaPrior(prior[0], prior[1]))
            : GammaPoisson.Compare((long)control[0], control[1], (long)treatment[0], treatment[1], new GammaPrior(prior[0], prior[1]));
        Oracle.Agree(c.Number("difference"), result.Difference.Value, "difference", Oracle.Tight, 1e-12);
        Oracle.Agree(c.Number("chance"), result.ChanceToBeat, "chance");
        Oracle.Agree(c.Number("loss_control"), result.LossOfControl, "loss of the control");
        Oracle.Agree(c.Number("loss_treatment"), result.LossOfTreatment, "loss of the treatment");
        Oracle.Agree(c.Number("control_low"), result.Control.Low, "low end of the control");
        Oracle.Agree(c.Number("control_high"), result.Control.High, "high end of the control");
        if (c.TryGetProperty("low", out _))
        {
            Oracle.Agree(c.Number("low"), result.Difference.Low, "low", Oracle.Tight, c.Number("high"));
            Oracle.Agree(c.Number("high"), result.Difference.High, "high", Oracle.Tight, c.Number("low"));
            Oracle.Agree(c.Number("lift_low"), result.Lift.Low, "low end of the lift");
            Oracle.Agree(c.Number("lift_high"), result.Lift.High, "high end of the lift");
        }
    }

    [Theory]
    [MemberData(nameof(Rankings))]
    public void Every_number_of_several_arms_agrees_with_the_oracle(string model, string json)
    {
        var c = Oracle.Parse(json);
        double[] prior = c.Numbers("prior");
        double[][] arms = [.. c.GetProperty("arms").EnumerateArray().Select(arm => arm.EnumerateArray().Select(x => x.GetDouble()).ToArray())];
        var result = model == "beta_ranking"
            ? BetaBinomial.Rank([.. arms.Select(arm => ((long)arm[0], (long)arm[1]))], new BetaPrior(prior[0], prior[1]))
            : GammaPoisson.Rank([.. arms.Select(arm => ((long)arm[0], arm[1]))], new GammaPrior(prior[0], prior[1]));
        for (int i = 0; i < arms.Length; i++)
        {
            Oracle.Agree(c.Numbers("best")[i], result[i].ChanceBest, $"chance of arm {i}");
            Oracle.Agree(c.Numbers("loss")[i], result[i].ExpectedLoss, $"loss of arm {i}");
        }
    }

    private static TheoryData<string, string> Named(params string[] files)
    {
        var rows = new TheoryData<string, string>();
        foreach (string file in files)
        {
            foreach (var row in Oracle.Cases(file))
            {
                rows.Add(file, row.Data);
            }
        }

        return rows;
    }
}
