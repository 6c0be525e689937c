using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Ratios;

namespace GrpcExp.Unit.Statistics;

/// <summary>Ratios against the delta method written out with 50 digits, adjusted ones against unit-level least squares.</summary>
public sealed class RatioTestTests
{
    private static readonly Arbitrary<(JointMoments Control, JointMoments Treatment)> Inputs = (
        from control in Sample()
        from treatment in Sample()
        select (control, treatment)).ToArbitrary();

    public static TheoryData<string> Cases() => Oracle.Cases("ratios");

    public static TheoryData<string> AdjustedCases() => Oracle.Cases("ratios_adjusted");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Differences_and_lifts_agree_with_the_delta_method_written_out(string json)
    {
        var c = Oracle.Parse(json);
        JointMoments[] groups = [.. c.GetProperty("groups").EnumerateArray().Select(g =>
            JointMoments.FromRows(g.Numbers("y").Zip(g.Numbers("d"), (y, d) => new[] { y, d })))];
        var actual = RatioTest.Compare(groups[0], groups[1]);
        Oracle.Agree(c.Number("control"), actual.Ratios.ControlMean, "control");
        Oracle.Agree(c.Number("treatment"), actual.Ratios.TreatmentMean, "treatment");
        MeanComparisonTests.Check(c.GetProperty("expected"), actual.Ratios);
        double scale = c.GetProperty("expected").Number("relative_std_error");
        Oracle.Agree(c.GetProperty("expected").Number("delta_low"), actual.RelativeDelta.Low, "delta low", scale: scale);
        Oracle.Agree(c.GetProperty("expected").Number("delta_high"), actual.RelativeDelta.High, "delta high", scale: scale);
    }

    [Theory]
    [MemberData(nameof(AdjustedCases))]
    public void An_adjusted_ratio_agrees_with_adjusting_every_unit(string json)
    {
        var c = Oracle.Parse(json);
        JointMoments[] groups = [.. c.GetProperty("rows").EnumerateArray().Select(JointRows.Moments)];
        var actual = RatioTest.CompareAdjusted(groups[0], groups[1], groups.Skip(2));
        Assert.Equal(c.Numbers("theta"), actual.Theta, (e, a) => Math.Abs(e - a) <= 1e-9 * Math.Abs(e));
        Oracle.Agree(c.Number("control"), actual.Adjusted.Ratios.ControlMean, "control");
        MeanComparisonTests.Check(c.GetProperty("expected"), actual.Adjusted.Ratios);
        Assert.True(actual.VarianceReduction.Value > 0.1);
    }

    [Fact]
    public void Sums_from_SQL_give_what_rows_give()
    {
        double[][] rows = [[3, 4], [1, 2], [5, 5], [0, 1]];
        var fromSums = JointMoments.FromSums(4, [9, 12], [[35, 39], [39, 46]]);
        var expected = RatioTest.Compare(JointMoments.FromRows(rows), JointMoments.FromRows(rows.Select(r => new[] { r[0] + 1, r[1] })));
        var actual = RatioTest.Compare(fromSums, JointMoments.FromSums(4, [13, 12], [[57, 51], [51, 46]]));
        Oracle.Agree(expected.Ratios.PValue.Value, actual.Ratios.PValue, "p");
        var shifted = JointMoments.FromSums(4, [1, -8], [[15, 10], [10, 26]], [2, 5]);
        Assert.Equal(fromSums.CrossM2(0, 1), shifted.CrossM2(0, 1), 12);
        Assert.Equal(fromSums[1].Mean, shifted[1].Mean);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_ratio_that_is_undefined_says_why()
    {
        var usable = JointMoments.FromRows([[1, 2], [2, 3], [2, 5]]);
        var noDenominator = JointMoments.FromRows([[1, 0], [2, 0], [2, 0]]);
        Assert.Equal(AbsenceReason.NoUnits, RatioTest.Compare(default, usable).Ratios.PValue.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, RatioTest.Compare(usable, JointMoments.FromRows([[1, 2]])).Ratios.PValue.Reason);
        var result = RatioTest.Compare(usable, noDenominator);
        Assert.Equal(AbsenceReason.ZeroDenominator, result.Ratios.PValue.Reason);
        Assert.Equal(AbsenceReason.ZeroDenominator, result.Ratios.TreatmentMean.Reason);
        Assert.Equal(0.5, result.Ratios.ControlMean.Value);
        Assert.Equal(AbsenceReason.ZeroDenominator, RatioTest.CompareAdjusted(noDenominator, usable).VarianceReduction.Reason);
        Assert.Equal(AbsenceReason.NoCovariate, RatioTest.CompareAdjusted(usable, usable).VarianceReduction.Reason);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_numerator_that_is_a_multiple_of_the_denominator_has_no_variance_to_test()
    {
        var fixedRatio = JointMoments.FromRows([[0.3, 1], [0.6, 2], [2.1, 7]]);
        Assert.Equal(AbsenceReason.ZeroVariance, RatioTest.Compare(fixedRatio, fixedRatio).Ratios.PValue.Reason);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_zero_control_ratio_keeps_the_difference_without_a_lift()
    {
        var result = RatioTest.Compare(JointMoments.FromRows([[1, 2], [-1, 3], [0, 4]]), JointMoments.FromRows([[1, 2], [2, 3], [2, 5]]));
        Assert.True(result.Ratios.PValue.IsPresent);
        Assert.Equal(AbsenceReason.ZeroControlMean, result.Ratios.Relative.Value.Reason);
        Assert.Equal(AbsenceReason.ZeroControlMean, result.RelativeDelta.Low.Reason);
    }

    [Fact]
    public void What_is_no_ratio_is_refused()
    {
        var single = JointMoments.FromRows([[1.0], [2.0]]);
        Assert.Throws<ArgumentException>(() => RatioTest.Compare(single, single));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatioTest.Compare(default, default, alpha: 1));
        Assert.ThrowsAny<ArgumentException>(() => JointMoments.FromRows([[1, double.NaN]]));
    }

    [Fact]
    public void A_denominator_of_one_gives_a_plain_mean() => Prop.ForAll(Inputs, x =>
    {
        JointMoments Flat(JointMoments s) => JointMoments.FromSums(
            s.Count, [s[0].Mean * s.Count, s.Count], [[s[0].M2 + s[0].Mean * s[0].Mean * s.Count, s[0].Mean * s.Count], [s[0].Mean * s.Count, s.Count]]);
        var ratio = RatioTest.Compare(Flat(x.Control), Flat(x.Treatment)).Ratios;
        var mean = GrpcExp.Statistics.Comparisons.WelchTest.Compare(Flat(x.Control)[0], Flat(x.Treatment)[0]);
        return Near(ratio.PValue, mean.PValue);
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    [Fact]
    public void Swapping_the_variants_turns_the_difference_around() => Prop.ForAll(Inputs, x =>
    {
        var there = RatioTest.Compare(x.Control, x.Treatment).Ratios;
        var back = RatioTest.Compare(x.Treatment, x.Control).Ratios;
        return there.PValue == back.PValue && there.Statistic.OrNull == -back.Statistic.OrNull;
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    private static bool Near(Measure a, Measure b) =>
        a.Reason == b.Reason && (!a.IsPresent || Math.Abs(a.Value - b.Value) <= 1e-8 * b.Value);

    private static Gen<JointMoments> Sample() =>
        from n in Gen.Choose(2, 30)
        from rows in Gen.ArrayOf(
            from y in Gen.Choose(-50, 50)
            from d in Gen.Choose(1, 20)
            select new[] { y / 4.0, d }, n)
        select JointMoments.FromRows(rows);
}
