using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>What is undefined stays undefined, and says why.</summary>
public sealed class AbsenceTests
{
    private static readonly SampleMoments Usable = new(100, 1, 99);

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_forgotten_measure_is_absent_not_zero()
    {
        Assert.False(default(Measure).IsPresent);
        Assert.Equal(AbsenceReason.NotComputed, default(Measure).Reason);
        Assert.Null(default(Measure).OrNull);
        Assert.Throws<InvalidOperationException>(() => default(Measure).Value);
    }

    [Theory]
    [Trait("Promise", "P5.2")]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_measure_is_never_NaN_or_infinite(double value) => Assert.Equal(AbsenceReason.NotFinite, Measure.Of(value).Reason);

    [Fact]
    public void An_absence_passes_through_a_calculation_with_its_reason()
    {
        Assert.Equal(AbsenceReason.ZeroVariance, Measure.Absent(AbsenceReason.ZeroVariance).Map(x => x + 1).Reason);
        Assert.Equal(3, Measure.Of(2).Map(x => x + 1).Value);
    }

    [Fact]
    public void Every_reason_has_a_code_and_a_sentence_of_its_own()
    {
        var reasons = Enum.GetValues<AbsenceReason>();
        Assert.Equal(reasons.Length, reasons.Select(r => r.Code()).Distinct().Count());
        Assert.Equal(reasons.Length, reasons.Select(r => r.Describe()).Distinct().Count());
    }

    [Theory]
    [Trait("Promise", "P5.2")]
    [InlineData(0, AbsenceReason.NoUnits)]
    [InlineData(1, AbsenceReason.TooFewUnits)]
    public void Too_few_units_leave_means_but_no_test(int units, AbsenceReason expected)
    {
        var few = Enumerable.Repeat(3.0, units).Aggregate(default(SampleMoments), (m, x) => m.Add(x));
        foreach (var result in new[] { WelchTest.Compare(few, Usable), WelchTest.Compare(Usable, few) })
        {
            Assert.Equal(expected, result.PValue.Reason);
            Assert.Equal(expected, result.Statistic.Reason);
            Assert.Equal(expected, result.DegreesOfFreedom.Reason);
            Assert.Equal(expected, result.Absolute.StandardError.Reason);
            Assert.Equal(expected, result.Absolute.Low.Reason);
            Assert.Equal(units == 1, result.Absolute.Value.IsPresent);
        }
    }

    [Theory]
    [Trait("Promise", "P5.2")]
    [InlineData(5, 5)]
    [InlineData(5, 6)]
    [InlineData(0, 0)]
    public void Two_constants_have_no_p_value_equal_or_not(double control, double treatment)
    {
        foreach (var result in new[]
        {
            WelchTest.Compare(new SampleMoments(50, control, 0), new SampleMoments(60, treatment, 0)),
            PooledTTest.Compare(new SampleMoments(50, control, 0), new SampleMoments(60, treatment, 0)),
        })
        {
            Assert.Equal(AbsenceReason.ZeroVariance, result.PValue.Reason);
            Assert.Equal(treatment - control, result.Absolute.Value.Value);
            Assert.Equal(control == 0 ? AbsenceReason.ZeroControlMean : null, result.Relative.Value.Reason);
        }
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_zero_control_mean_keeps_the_absolute_test()
    {
        var result = WelchTest.Compare(new SampleMoments(100, 0, 99), Usable);
        Assert.True(result.PValue.Value < 1e-9);
        Assert.Equal(AbsenceReason.ZeroControlMean, result.Relative.Value.Reason);
        Assert.Equal(AbsenceReason.ZeroControlMean, result.Relative.StandardError.Reason);
        Assert.Equal(AbsenceReason.ZeroControlMean, result.Relative.High.Reason);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_control_mean_within_its_noise_has_a_lift_without_an_interval()
    {
        var result = WelchTest.Compare(new SampleMoments(100, 0.1, 99), Usable);
        Assert.Equal(9, result.Relative.Value.Value, 1e-12);
        Assert.Equal(AbsenceReason.UnboundedInterval, result.Relative.Low.Reason);
        Assert.Equal(AbsenceReason.UnboundedInterval, result.Relative.High.Reason);
        Assert.True(result.Relative.StandardError.IsPresent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.05)]
    [InlineData(double.NaN)]
    public void An_impossible_alpha_is_refused(double alpha)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WelchTest.Compare(Usable, Usable, alpha));
        Assert.Throws<ArgumentOutOfRangeException>(() => PooledTTest.Compare(Usable, Usable, alpha));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cuped.Compare(default, default, null, alpha));
    }
}
