using GrpcExp.Statistics;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Unit.Statistics;

public sealed class PValueAdjustmentTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("corrections");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Adjusted_p_values_agree_with_statsmodels(string json)
    {
        var c = Oracle.Parse(json);
        var method = Enum.Parse<Correction>(c.GetProperty("method").GetString()!);
        var actual = PValueAdjustment.Adjust([.. c.Numbers("p").Select(Measure.Of)], method);
        foreach (var (expected, measure) in c.Numbers("adjusted").Zip(actual))
        {
            Oracle.Agree(expected, measure, "adjusted p");
        }
    }

    [Theory]
    [InlineData(Correction.Bonferroni)]
    [InlineData(Correction.Holm)]
    [InlineData(Correction.BenjaminiHochberg)]
    public void An_absent_p_value_stays_absent_and_is_no_test(Correction method)
    {
        var absent = Measure.Absent(AbsenceReason.ZeroVariance);
        var with = PValueAdjustment.Adjust([0.01, absent, 0.03], method);
        var without = PValueAdjustment.Adjust([0.01, 0.03], method);
        Assert.Equal([without[0], absent, without[1]], with);
    }

    [Fact]
    public void No_correction_changes_nothing() =>
        Assert.Equal([0.5, 0.01], PValueAdjustment.Adjust([0.5, 0.01], Correction.None).Select(m => m.Value));
}
