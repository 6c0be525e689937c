using GrpcExp.Statistics;
using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Unit.Statistics;

/// <summary>The Bayes factor against 50-digit log-gammas of its definition.</summary>
public sealed class SequentialSampleRatioTestTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("sequential_sample_ratio");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evidence_and_p_value_agree_with_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        SampleRatioArm[] arms = [.. c.Numbers("units").Zip(c.Numbers("weights"), (u, w) => new SampleRatioArm((long)u, w))];
        var actual = SequentialSampleRatioTest.Look(arms, concentration: c.Number("concentration"));
        Oracle.Agree(c.Number("log_bayes_factor"), actual.LogBayesFactor, "log Bayes factor", scale: 1);
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
    }

    [Fact]
    public void Evidence_once_found_stays()
    {
        var alarm = SequentialSampleRatioTest.Look([new(600, 1), new(1000, 1)]);
        Assert.Equal(SampleRatioSeverity.Fail, SequentialSampleRatioTest.Look([new(6000, 1), new(10000, 1)]).Severity);
        var calm = SequentialSampleRatioTest.Look([new(1000, 1), new(1000, 1)], alarm.PValue.Value);
        Assert.Equal(alarm.PValue, calm.PValue);
    }

    // Ville: over all looks together the chance of p ≤ 0.05 is at most 5 %; 2,000 fair sequences, three standard deviations above that.
    [Fact]
    public void Looking_after_every_hundred_units_raises_few_false_alarms()
    {
        var random = new MathNet.Numerics.Random.Xoshiro256StarStar(42, false);
        int alarms = 0;
        for (int run = 0; run < 2_000; run++)
        {
            long first = 0;
            double p = 1;
            for (long units = 100; units <= 5_000; units += 100)
            {
                for (int i = 0; i < 100; i++)
                {
                    first += random.Next(2);
                }

                p = SequentialSampleRatioTest.Look([new(first, 1), new(units - first, 1)], p, concentration: 100).PValue.Value;
            }

            alarms += p <= 0.05 ? 1 : 0;
        }

        Assert.InRange(alarms, 1, 130);
    }

    [Fact]
    public void An_arm_with_weight_zero_does_not_count_and_limits_are_held()
    {
        var with = SequentialSampleRatioTest.Look([new(10, 1), new(12, 1), new(7, 0)]);
        Assert.Equal(SequentialSampleRatioTest.Look([new(10, 1), new(12, 1)]).PValue, with.PValue);
        Assert.Equal(7, with.UnitsInZeroWeightArms);
        Assert.Equal(AbsenceReason.TooFewVariants, SequentialSampleRatioTest.Look([new(10, 1)]).PValue.Reason);
        Assert.Equal(1, SequentialSampleRatioTest.Look([new(0, 1), new(0, 1)]).PValue.Value);
        Assert.Throws<ArgumentException>(() => SequentialSampleRatioTest.Look([new(-1, 1), new(0, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SequentialSampleRatioTest.Look([new(1, 1), new(0, 1)], previous: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SequentialSampleRatioTest.Look([new(1, 1), new(0, 1)], concentration: 0));
    }
}
