using System.Globalization;
using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Unit.Statistics.Sequential;

/// <summary>Group-sequential designs against published tables and another integration (<c>Oracles/generate_sequential.py</c>).</summary>
public sealed class GroupSequentialTests
{
    private const double Iterative = 1e-6;

    public static TheoryData<string> Designs() => Oracle.Cases("group_sequential", c => c.GetProperty("kind").GetString() == "design");

    public static TheoryData<string> Ends() => Oracle.Cases("group_sequential", c => c.GetProperty("kind").GetString() == "end");

    [Theory]
    [MemberData(nameof(Designs))]
    public void Boundaries_power_and_inflation_agree_with_the_oracle(string json)
    {
        var c = Oracle.Parse(json);
        var design = Design(c);
        double[] expected = c.Numbers("boundaries");
        for (int k = 0; k < expected.Length; k++)
        {
            Oracle.Agree(expected[k], design.Looks[k].Boundary, $"boundary {k + 1}", Iterative);
        }

        double[] drifts = c.Numbers("drifts");
        double[] power = c.Numbers("power");
        for (int i = 0; i < drifts.Length; i++)
        {
            Oracle.Agree(power[i], GroupSequentialPower.Power(design, drifts[i]), $"power at {drifts[i]}", Iterative);
        }

        Oracle.Agree(c.Number("drift80"), GroupSequentialPower.Drift(design), "drift", Iterative);
        Oracle.Agree(c.Number("inflation80"), GroupSequentialPower.InflationFactor(design), "inflation", Iterative);
        Oracle.Agree(c.Number("expected_information"), GroupSequentialPower.ExpectedInformation(design, 2.8), "expected information", Iterative);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_final_analysis_agrees_with_the_oracle(string json)
    {
        var c = Oracle.Parse(json);
        var design = Design(c);
        double z = c.Number("z");
        var result = GroupSequentialTest.End(design, c.GetProperty("look").GetInt32(), z * 3, 3);
        Oracle.Agree(c.Number("p"), result.PValue, "p", Iterative);
        Oracle.Agree(c.Number("median") * 3, result.Adjusted.Value, "median-unbiased estimate", Iterative, 1);
        Oracle.Agree(c.Number("low") * 3, result.Adjusted.Low, "low", Iterative, 1);
        Assert.Equal(result.PValue.Value < design.Alpha, result.Adjusted.ExcludesZero);
        if (design.Alternative == Alternative.TwoSided)
        {
            Oracle.Agree(c.Number("high") * 3, result.Adjusted.High, "high", Iterative, 1);
        }
        else
        {
            Assert.Equal(AbsenceReason.OneSidedInterval, result.Adjusted.High.Reason);
            var mirrored = GroupSequentialTest.End(
                GroupSequentialDesign.Create(design.Fractions, Spending(c), design.Alpha, Alternative.Less), result.Look, -z * 3, 3);
            Assert.Equal(result.PValue, mirrored.PValue);
            Assert.Equal(result.Adjusted.Low.Value, -mirrored.Adjusted.High.Value);
        }
    }

    /// <summary>Lan and DeMets' boundaries of five equal looks, two-sided 0.05, as published (three decimals).</summary>
    [Theory]
    [InlineData("obrien_fleming", new[] { 4.877, 3.357, 2.680, 2.290, 2.031 })]
    [InlineData("pocock", new[] { 2.438, 2.427, 2.410, 2.397, 2.386 })]
    public void Spending_gives_the_boundaries_of_Lan_and_DeMets(string family, double[] published)
    {
        var design = GroupSequentialDesign.Create([0.2, 0.4, 0.6, 0.8, 1], Spending(family));
        Assert.All(published.Zip(design.Looks), x => Assert.Equal(x.First, x.Second.Boundary.Value, 0.00051));
        Assert.Equal(0.05, design.Looks[^1].CumulativeAlpha, 1e-12);
    }

    /// <summary>Jennison and Turnbull (2000), tables 2.1 (Pocock) and 2.3 (O'Brien–Fleming): constants to three decimals.</summary>
    [Theory]
    [InlineData(2, 0.05, 2.178, 1.977)]
    [InlineData(3, 0.05, 2.289, 2.004)]
    [InlineData(5, 0.05, 2.413, 2.040)]
    [InlineData(10, 0.05, 2.555, 2.087)]
    [InlineData(5, 0.01, 2.986, 2.621)]
    [InlineData(5, 0.10, 2.122, 1.751)]
    public void The_constants_of_Pocock_and_of_O_Brien_and_Fleming_have_their_level(int looks, double alpha, double pocock, double obrienFleming)
    {
        double[] t = [.. Enumerable.Range(1, looks).Select(k => k / (double)looks)];
        double Level(Func<double, double> z) => GroupSequentialDesign.FromBoundaries(t, [.. t.Select(z)]).Alpha;

        // The table rounds to 0.0005, and the level must change sides within that.
        Assert.InRange(alpha, Level(_ => pocock + 0.00051), Level(_ => pocock - 0.00051));
        Assert.InRange(alpha, Level(x => (obrienFleming + 0.00051) / Math.Sqrt(x)), Level(x => (obrienFleming - 0.00051) / Math.Sqrt(x)));
    }

    [Fact]
    public void A_look_that_may_spend_nothing_has_no_boundary()
    {
        var design = GroupSequentialDesign.Create([0.0005, 0.5, 1]);
        Assert.Equal(AbsenceReason.NoSolution, design.Looks[0].Boundary.Reason);
        Assert.Equal(0, design.Looks[0].CumulativeAlpha);
        Assert.Equal(GroupSequentialDesign.Create([0.5, 1]).Looks[1].Boundary.Value, design.Looks[2].Boundary.Value, 1e-9);
    }

    [Fact]
    public void Information_times_that_do_not_rise_or_pass_the_plan_early_are_refused()
    {
        double[][] ugly = [[], [0, 1], [0.5, 0.5], [0.6, 0.4], [-0.1, 1], [0.5, 1.1, 1.2], [double.NaN], [double.PositiveInfinity]];
        Assert.All(ugly, t => Assert.Throws<ArgumentException>(() => GroupSequentialDesign.Create(t)));
        double[] Equal(int looks) => [.. Enumerable.Range(1, looks).Select(k => k / (double)looks)];
        Assert.Throws<ArgumentException>(() => GroupSequentialDesign.Create(Equal(GroupSequentialDesign.MostLooks + 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupSequentialDesign.Create([1], alpha: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpendingFunction.Power(0));
        Assert.Throws<ArgumentException>(() => GroupSequentialDesign.FromBoundaries([0.5, 1], [2]));
    }

    [Fact]
    public void A_result_without_a_scale_is_absent_and_a_look_outside_the_design_refused()
    {
        var design = GroupSequentialDesign.Create([0.5, 1]);
        var result = GroupSequentialTest.End(design, 1, 2, 0);
        Assert.Equal(AbsenceReason.ZeroVariance, result.PValue.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, result.Adjusted.Low.Reason);
        Assert.Equal(2, result.Adjusted.Value.Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupSequentialTest.End(design, 3, 1, 1));
        Assert.Throws<ArgumentException>(() => GroupSequentialTest.End(design, 1, double.NaN, 1));
    }

    /// <summary>Seeded; four binomial standard deviations.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void Stopping_at_a_boundary_keeps_the_level_and_the_interval_its_coverage()
    {
        const int runs = 2000;
        double[] t = [0.3, 0.6, 1];
        var design = GroupSequentialDesign.Create(t, SpendingFunction.Pocock);
        var random = new Random(7);
        int rejected = 0;
        int missed = 0;
        for (int run = 0; run < runs; run++)
        {
            // A score with drift 1 serves the interval; without its drift, the level.
            double score = 0;
            double before = 0;
            bool rejects = false;
            bool ended = false;
            for (int k = 0; k < t.Length; k++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                score += normal * Math.Sqrt(t[k] - before);
                before = t[k];
                rejects |= Math.Abs(score / Math.Sqrt(t[k])) >= design.Looks[k].Boundary.Value;
                double z = (score + t[k]) / Math.Sqrt(t[k]);
                if (!ended && (k == t.Length - 1 || Math.Abs(z) >= design.Looks[k].Boundary.Value))
                {
                    ended = true;
                    double se = 1 / Math.Sqrt(t[k]);
                    var interval = GroupSequentialTest.End(design, k + 1, z * se, se).Adjusted;
                    missed += interval.Low.Value > 1 || interval.High.Value < 1 ? 1 : 0;
                }
            }

            rejected += rejects ? 1 : 0;
        }

        double slack = 4 * Math.Sqrt(0.05 * 0.95 * runs);
        Assert.InRange(rejected, 0.05 * runs - slack, 0.05 * runs + slack);
        Assert.InRange(missed, 0.05 * runs - slack, 0.05 * runs + slack);
    }

    private static GroupSequentialDesign Design(JsonElement c) => GroupSequentialDesign.Create(
        c.Numbers("fractions"), Spending(c), c.Number("alpha"), c.GetProperty("two_sided").GetBoolean() ? Alternative.TwoSided : Alternative.Greater);

    private static SpendingFunction Spending(JsonElement c) => Spending(c.GetProperty("family").GetString()!);

    private static SpendingFunction Spending(string family) => family switch
    {
        "obrien_fleming" => SpendingFunction.OBrienFleming,
        "pocock" => SpendingFunction.Pocock,
        _ => SpendingFunction.Power(double.Parse(family, CultureInfo.InvariantCulture)),
    };
}
