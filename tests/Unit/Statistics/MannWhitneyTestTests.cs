using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Ranks;

namespace GrpcExp.Unit.Statistics;

/// <summary>Ranks against scipy, shifts against the full list of differences.</summary>
public sealed class MannWhitneyTestTests
{
    private static readonly Arbitrary<(double[] Control, double[] Treatment)> Inputs = (
        from c in Sample()
        from t in Sample()
        select (c, t)).ToArbitrary();

    public static TheoryData<string> Cases() => Oracle.Cases("mann_whitney");

    [Theory]
    [MemberData(nameof(Cases))]
    public void P_values_agree_with_scipy_and_shifts_with_all_differences(string json)
    {
        var c = Oracle.Parse(json);
        RankComparison Run(Alternative alternative) =>
            MannWhitneyTest.Compare(c.Numbers("control"), c.Numbers("treatment"), alternative: alternative);
        var actual = Run(Alternative.TwoSided);
        Assert.Equal(c.GetProperty("exact").GetBoolean(), actual.IsExact);
        Oracle.Agree(c.Number("u"), actual.U, "U");
        Oracle.Agree(c.Number("two_sided"), actual.PValue, "p");
        Oracle.Agree(c.Number("greater"), Run(Alternative.Greater).PValue, "p greater");
        Oracle.Agree(c.Number("less"), Run(Alternative.Less).PValue, "p less");
        Oracle.Agree(c.Number("shift"), actual.Shift.Value, "shift", scale: 1e-3);
        Check(c.GetProperty("low"), actual.Shift.Low, "low");
        Check(c.GetProperty("high"), actual.Shift.High, "high");
    }

    [Fact]
    public void Swapping_the_variants_turns_the_shift_around() => Prop.ForAll(Inputs, x =>
    {
        var there = MannWhitneyTest.Compare(x.Control, x.Treatment);
        var back = MannWhitneyTest.Compare(x.Treatment, x.Control);
        return there.PValue == back.PValue && there.Shift.Value.OrNull == -back.Shift.Value.OrNull && there.Shift.Low.OrNull == -back.Shift.High.OrNull;
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    [Fact]
    public void Only_the_order_of_values_decides_the_p_value() => Prop.ForAll(Inputs, x =>
        MannWhitneyTest.Compare(x.Control, x.Treatment).PValue
            == MannWhitneyTest.Compare([.. x.Control.Select(v => Math.Exp(v / 3))], [.. x.Treatment.Select(v => Math.Exp(v / 3))]).PValue)
        .Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    [Fact]
    public void Scaling_and_shifting_move_the_shift_with_them() => Prop.ForAll(Inputs, x =>
    {
        var before = MannWhitneyTest.Compare(x.Control, x.Treatment).Shift;
        var after = MannWhitneyTest.Compare([.. x.Control.Select(v => 4 * v + 8)], [.. x.Treatment.Select(v => 4 * v + 24)]).Shift;
        return after.Value.IsPresent == before.Value.IsPresent && after.Value.OrNull == 4 * before.Value.OrNull + 16;
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_ranks_cannot_say_is_absent()
    {
        Assert.Equal(AbsenceReason.NoUnits, MannWhitneyTest.Compare([], [1, 2]).PValue.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, MannWhitneyTest.Compare([3, 3], [3, 3, 3]).PValue.Reason);
        var tiny = MannWhitneyTest.Compare([1, 2], [3, 4]);
        Assert.True(tiny.PValue.IsPresent);
        Assert.Equal(AbsenceReason.NoSolution, tiny.Shift.Low.Reason);
        Assert.Contains("treatment[1]", Assert.Throws<ArgumentException>(() => MannWhitneyTest.Compare([1], [2, double.NaN])).Message);
    }

    private static void Check(JsonElement expected, Measure actual, string what)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Equal(AbsenceReason.NoSolution, actual.Reason);
            return;
        }

        Oracle.Agree(expected.GetDouble(), actual, what, scale: 1e-3);
    }

    // Quarters, so that scaling by four and adding whole numbers is exact.
    private static Gen<double[]> Sample() =>
        from n in Gen.Choose(1, 35)
        from range in Gen.Elements(8, 4000)
        from values in Gen.ArrayOf(Gen.Choose(-range, range).Select(v => v / 4.0 / (range > 100 ? 64 : 1)), n)
        select values;
}
