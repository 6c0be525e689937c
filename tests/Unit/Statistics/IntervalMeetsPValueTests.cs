using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>An interval that disagrees with its own p-value makes a reader distrust both, so over any data they must agree.</summary>
public sealed class IntervalMeetsPValueTests
{
    private static readonly Arbitrary<(SampleMoments Control, SampleMoments Treatment, double Alpha)> Inputs = (
        from nc in Gen.Choose(2, 400)
        from nt in Gen.Choose(2, 400)
        from mean in Gen.Choose(-2000, 2000)
        from shift in Gen.Choose(-60, 60)
        from sdC in Gen.Choose(0, 300)
        from sdT in Gen.Choose(0, 300)
        from scale in Gen.Elements(1e-8, 1, 1e5)
        from alpha in Gen.Elements(0.001, 0.01, 0.05, 0.2)
        select (
            new SampleMoments(nc, mean * scale, scale * scale * sdC * sdC * (nc - 1)),
            new SampleMoments(nt, (mean + shift) * scale, scale * scale * sdT * sdT * (nt - 1)),
            alpha)).ToArbitrary();

    [Fact]
    public void Fieller_excludes_zero_exactly_when_p_is_below_alpha() =>
        Prop.ForAll(Inputs, x =>
        {
            var result = WelchTest.Compare(x.Control, x.Treatment, x.Alpha);
            return !result.Relative.Low.IsPresent || result.Relative.ExcludesZero == result.PValue.Value < x.Alpha;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(10_000));

    [Fact]
    public void The_absolute_interval_excludes_zero_exactly_when_p_is_below_alpha() =>
        Prop.ForAll(Inputs, x =>
        {
            var result = WelchTest.Compare(x.Control, x.Treatment, x.Alpha);
            return !result.PValue.IsPresent || result.Absolute.ExcludesZero == result.PValue.Value < x.Alpha;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(10_000));

    [Fact]
    public void Fieller_contains_the_lift_it_belongs_to() =>
        Prop.ForAll(Inputs, x =>
        {
            var lift = WelchTest.Compare(x.Control, x.Treatment, x.Alpha).Relative;
            return !lift.Low.IsPresent || (lift.Low.Value <= lift.Value.Value && lift.Value.Value <= lift.High.Value);
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(10_000));

    [Fact]
    public void Swapping_the_variants_turns_the_difference_around_and_keeps_the_p_value() =>
        Prop.ForAll(Inputs, x =>
        {
            var there = WelchTest.Compare(x.Control, x.Treatment, x.Alpha);
            var back = WelchTest.Compare(x.Treatment, x.Control, x.Alpha);
            return there.PValue == back.PValue && there.Absolute.Value.Value == -back.Absolute.Value.Value;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000));

    [Fact]
    public void Interval_checks_would_notice_a_delta_method_interval()
    {
        // Guards the property above against being vacuous: the symmetric interval does disagree with the test here.
        var result = WelchTest.Compare(new SampleMoments(10, 10, 9 * 100), new SampleMoments(10, 21, 9 * 100), 0.05);
        double reach = 2.101 * result.Relative.StandardError.Value;
        Assert.True(result.PValue.Value < 0.05);
        Assert.True(result.Relative.Value.Value - reach < 0);
    }
}
