using GrpcExp.Statistics;
using GrpcExp.Statistics.Monitoring;

namespace GrpcExp.Unit.Statistics;

/// <summary>Kolmogorov–Smirnov and anomaly scores against scipy and numpy.</summary>
public sealed class MonitoringTests
{
    public static TheoryData<string> KolmogorovSmirnovCases() => Oracle.Cases("kolmogorov_smirnov");

    public static TheoryData<string> AnomalyCases() => Oracle.Cases("anomalies");

    [Theory]
    [MemberData(nameof(KolmogorovSmirnovCases))]
    public void Distances_and_p_values_agree_with_scipy(string json)
    {
        var c = Oracle.Parse(json);
        var actual = KolmogorovSmirnovTest.Compare(c.Numbers("first"), c.Numbers("second"));
        Assert.Equal(c.GetProperty("exact").GetBoolean(), actual.IsExact);
        Oracle.Agree(c.Number("distance"), actual.Distance, "distance");
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
        Oracle.Agree(c.Number("p_value"), KolmogorovSmirnovTest.Compare(c.Numbers("second"), c.Numbers("first")).PValue, "swapped p");
    }

    [Theory]
    [MemberData(nameof(AnomalyCases))]
    public void Scores_agree_with_numpy_and_scipy(string json)
    {
        var c = Oracle.Parse(json);
        Oracle.Agree(c.Number("rolling"), AnomalyScore.Rolling(c.Numbers("window"), c.Number("value")), "rolling");
        Oracle.Agree(c.Number("robust"), AnomalyScore.Robust(c.Numbers("window"), c.Number("value")), "robust");
    }

    [Fact]
    public void A_Monday_is_compared_with_Mondays()
    {
        double[] weeks = [.. Enumerable.Range(0, 28).Select(day => day % 7 == 0 ? 1000.0 + day : day)];
        Assert.Equal(AnomalyScore.Robust([1000, 1007, 1014, 1021], 1028), AnomalyScore.Seasonal(weeks, 1028, 7));
        Assert.True(Math.Abs(AnomalyScore.Seasonal(weeks, 15, 7).Value) > 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.Seasonal(weeks, 1, 0));
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_has_no_scale_is_absent()
    {
        Assert.Equal(AbsenceReason.NoUnits, KolmogorovSmirnovTest.Compare([], [1]).PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, AnomalyScore.Rolling([], 1).Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, AnomalyScore.Rolling([2], 1).Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, AnomalyScore.Robust([2], 1).Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, AnomalyScore.Rolling([2, 2], 1).Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, AnomalyScore.Robust([2, 2, 2, 9], 1).Reason);
        Assert.Throws<ArgumentException>(() => AnomalyScore.Robust([2, double.NaN], 1));
        Assert.Throws<ArgumentException>(() => AnomalyScore.Rolling([2, 3], double.NaN));
    }
}
