using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Unit.Statistics;

/// <summary>Fisher's tails against exact integers, odds ratios against scipy, Wilson and Newcombe against statsmodels.</summary>
public sealed class FisherExactTestTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("fisher");

    public static TheoryData<string> IntervalCases() => Oracle.Cases("proportion_intervals");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tails_agree_with_exact_integers_and_odds_ratios_with_scipy(string json)
    {
        var c = Oracle.Parse(json);
        FisherExactResult Run(Alternative alternative) => Table(c, (xc, nc, xt, nt) => FisherExactTest.Compare(xc, nc, xt, nt, alternative: alternative));
        var actual = Run(Alternative.TwoSided);
        Oracle.Agree(c.Number("two_sided"), actual.PValue, "p");
        Oracle.Agree(c.Number("greater"), Run(Alternative.Greater).PValue, "p greater");
        Oracle.Agree(c.Number("less"), Run(Alternative.Less).PValue, "p less");
        Check(c.GetProperty("odds_ratio"), actual.OddsRatio.Value, "odds ratio");
        Check(c.GetProperty("low"), actual.OddsRatio.Low, "low");
        Check(c.GetProperty("high"), actual.OddsRatio.High, "high");
    }

    [Theory]
    [MemberData(nameof(IntervalCases))]
    public void Wilson_and_Newcombe_agree_with_statsmodels(string json)
    {
        var c = Oracle.Parse(json);
        double alpha = c.Number("alpha");
        double[] control = c.Numbers("control");
        var wilson = ProportionIntervals.Wilson((long)control[0], (long)control[1], alpha);
        Oracle.Agree(c.GetProperty("wilson")[0][0].GetDouble(), wilson.Low, "low", scale: 1e-6);
        Oracle.Agree(c.GetProperty("wilson")[0][1].GetDouble(), wilson.High, "high");
        var newcombe = Table(c, (xc, nc, xt, nt) => ProportionIntervals.Newcombe(xc, nc, xt, nt, alpha));
        Oracle.Agree(c.Numbers("newcombe")[0], newcombe.Low, "Newcombe low");
        Oracle.Agree(c.Numbers("newcombe")[1], newcombe.High, "Newcombe high");
    }

    // Of the C(1000, 500) tables with these margins only one is as extreme; the number is mpmath's.
    [Fact]
    public void A_tail_of_1e_minus_300_is_still_a_number()
    {
        var p = FisherExactTest.Compare(0, 500, 500, 500, alternative: Alternative.Greater).PValue;
        Oracle.Agree(3.69975399781402725, p.Map(v => v * 1e300), "1/C(1000, 500)");
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_table_that_cannot_vary_has_no_p_value()
    {
        Assert.Equal(AbsenceReason.DegenerateProportion, FisherExactTest.Compare(0, 5, 0, 9).PValue.Reason);
        Assert.Equal(AbsenceReason.DegenerateProportion, FisherExactTest.Compare(5, 5, 9, 9).PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, FisherExactTest.Compare(0, 0, 3, 9).PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, ProportionIntervals.Wilson(0, 0).Value.Reason);
        Assert.Equal(AbsenceReason.NoUnits, ProportionIntervals.Newcombe(0, 0, 1, 2).Low.Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => FisherExactTest.Compare(6, 5, 0, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionIntervals.Wilson(-1, 5));
    }

    [Theory]
    [InlineData(3, 17, 9, 22)]
    [InlineData(400, 10_000, 350, 9_000)]
    [InlineData(0, 4, 2, 5)]
    public void Swapping_the_variants_turns_everything_around(long xc, long nc, long xt, long nt)
    {
        var there = FisherExactTest.Compare(xc, nc, xt, nt, alternative: Alternative.Greater);
        var back = FisherExactTest.Compare(xt, nt, xc, nc, alternative: Alternative.Less);
        Oracle.Agree(there.PValue.Value, back.PValue, "p");
        Oracle.Agree(
            FisherExactTest.Compare(xc, nc, xt, nt).PValue.Value, FisherExactTest.Compare(xt, nt, xc, nc).PValue, "two-sided p");
        if (back.OddsRatio.High.TryGet(out double high) && high > 0)
        {
            Oracle.Agree(1 / high, there.OddsRatio.Low, "low", 1e-6);
        }
    }

    private static T Table<T>(JsonElement c, Func<long, long, long, long, T> run)
    {
        double[] control = c.Numbers("control");
        double[] treatment = c.Numbers("treatment");
        return run((long)control[0], (long)control[1], (long)treatment[0], (long)treatment[1]);
    }

    private static void Check(JsonElement expected, Measure actual, string what)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Equal(AbsenceReason.DegenerateProportion, actual.Reason);
            return;
        }

        Oracle.Agree(expected.GetDouble(), actual, what, 1e-6);
    }
}
