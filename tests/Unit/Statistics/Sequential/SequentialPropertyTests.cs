using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Unit.Statistics.Sequential;

/// <summary>What holds for any data, and what is said about ugly data.</summary>
public sealed class SequentialPropertyTests
{
    private static readonly SampleMoments Usable = new(100, 1, 99);

    private static readonly Arbitrary<(SampleMoments Control, SampleMoments Treatment, double Alpha, Alternative Side)> Inputs = (
        from nc in Gen.Choose(2, 4000)
        from nt in Gen.Choose(2, 4000)
        from mean in Gen.Choose(-2000, 2000)
        from shift in Gen.Choose(-100, 100)
        from sdC in Gen.Choose(0, 300)
        from sdT in Gen.Choose(1, 300)
        from alpha in Gen.Elements(0.001, 0.05, 0.4)
        from side in Gen.Elements(Alternative.TwoSided, Alternative.Greater, Alternative.Less)
        select (
            new SampleMoments(nc, mean, (double)sdC * sdC * (nc - 1)),
            new SampleMoments(nt, mean + shift, (double)sdT * sdT * (nt - 1)),
            alpha,
            side)).ToArbitrary();

    [Fact]
    public void Both_intervals_exclude_zero_exactly_when_the_sequential_p_is_below_alpha() =>
        Prop.ForAll(Inputs, x =>
        {
            var both = new[]
            {
                ConfidenceSequence.Compare(x.Control, x.Treatment, 3000, x.Alpha, x.Side),
                MixtureSprt.Compare(x.Control, x.Treatment, 20, x.Alpha, x.Side),
            };
            return both.All(r =>
                r.Absolute.ExcludesZero == r.PValue.Value < x.Alpha
                && (Unbounded(r.Relative) || r.Relative.ExcludesZero == r.PValue.Value < x.Alpha));
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5_000));

    [Fact]
    public void Swapping_the_variants_and_the_side_keeps_the_p_value() =>
        Prop.ForAll(Inputs, x =>
        {
            var swapped = x.Side == Alternative.TwoSided ? x.Side : x.Side == Alternative.Less ? Alternative.Greater : Alternative.Less;
            return ConfidenceSequence.Compare(x.Control, x.Treatment, 3000, x.Alpha, x.Side).PValue
                    == ConfidenceSequence.Compare(x.Treatment, x.Control, 3000, x.Alpha, swapped).PValue
                && MixtureSprt.Compare(x.Control, x.Treatment, 20, x.Alpha, x.Side).PValue
                    == MixtureSprt.Compare(x.Treatment, x.Control, 20, x.Alpha, swapped).PValue;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000));

    [Fact]
    public void Another_unit_of_measurement_scales_the_interval_and_keeps_the_p_value() =>
        Prop.ForAll(Inputs, x =>
        {
            // A power of two, so that nothing is lost to rounding; a shift of the metric costs some.
            static SampleMoments Scaled(SampleMoments m) => new(m.Count, m.Mean * 8, m.M2 * 64);
            static SampleMoments Shifted(SampleMoments m) => new(m.Count, m.Mean + 512, m.M2);
            var plain = ConfidenceSequence.Compare(x.Control, x.Treatment, 3000, x.Alpha);
            var scaled = ConfidenceSequence.Compare(Scaled(x.Control), Scaled(x.Treatment), 3000, x.Alpha);
            var shifted = ConfidenceSequence.Compare(Shifted(x.Control), Shifted(x.Treatment), 3000, x.Alpha);
            var sprt = MixtureSprt.Compare(Scaled(x.Control), Scaled(x.Treatment), 160, x.Alpha);
            return plain.PValue == scaled.PValue
                && plain.Absolute.Low.Value * 8 == scaled.Absolute.Low.Value
                && plain.Absolute == shifted.Absolute
                && sprt.PValue == MixtureSprt.Compare(x.Control, x.Treatment, 20, x.Alpha).PValue;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000));

    [Fact]
    public void The_two_tests_are_one_where_their_mixtures_meet()
    {
        var treatment = new SampleMoments(300, 1.2, 330);
        double variance = Usable.VarianceOfMean.Value + treatment.VarianceOfMean.Value;
        double tau = Math.Sqrt(400 * ConfidenceSequence.MixtureVariance(5000) * variance);
        var sprt = MixtureSprt.Compare(Usable, treatment, tau);
        Oracle.Agree(ConfidenceSequence.Compare(Usable, treatment, 5000).PValue.Value, sprt.PValue, "p");
    }

    [Fact]
    public void The_p_value_over_looks_never_rises_and_skips_looks_without_one()
    {
        var none = Measure.Absent(AbsenceReason.TooFewUnits);
        var running = MixtureSprt.RunningMinimum([none, 0.4, 0.6, Measure.Absent(AbsenceReason.ZeroVariance), 0.1, 0.2]);
        Assert.Equal([none, 0.4, 0.4, 0.4, 0.1, 0.1], running);
        Assert.Empty(MixtureSprt.RunningMinimum([]));
    }

    [Theory]
    [InlineData(0, AbsenceReason.NoUnits)]
    [InlineData(1, AbsenceReason.TooFewUnits)]
    [InlineData(5, AbsenceReason.ZeroVariance)]
    public void Ugly_samples_have_no_p_value_and_say_why(int units, AbsenceReason expected)
    {
        var ugly = new SampleMoments(units, 3, 0);
        var other = units == 5 ? ugly : Usable;
        foreach (var result in new[]
        {
            ConfidenceSequence.Compare(ugly, other, 1000),
            ConfidenceSequence.Compare(other, ugly, 1000, alternative: Alternative.Greater),
            MixtureSprt.Compare(ugly, other, 1),
        })
        {
            Assert.Equal(expected, result.PValue.Reason);
            Assert.Equal(expected, result.Absolute.Low.Reason);
            Assert.Equal(expected, result.Absolute.High.Reason);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_plan_that_is_not_a_positive_number_is_refused(double plan)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceSequence.Compare(Usable, Usable, plan));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceSequence.Critical(plan, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => MixtureSprt.Compare(Usable, Usable, plan));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void An_impossible_alpha_is_refused(double alpha)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceSequence.Compare(Usable, Usable, 100, alpha));
        Assert.Throws<ArgumentOutOfRangeException>(() => MixtureSprt.Compare(Usable, Usable, 1, alpha));
    }

    private static bool Unbounded(Estimate estimate) =>
        estimate.Low.Reason is AbsenceReason.UnboundedInterval or AbsenceReason.ZeroControlMean
        || estimate.High.Reason is AbsenceReason.UnboundedInterval or AbsenceReason.ZeroControlMean;
}
