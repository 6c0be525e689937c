using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Outliers;

namespace GrpcExp.Unit.Statistics.Monitoring;

/// <summary>Extreme values against scipy, numpy and exact rationals.</summary>
public sealed class OutlierTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("outliers");

    public static TheoryData<string> SensitivityCases() => Oracle.Cases("sensitivities");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shares_fences_and_shapes_agree_with_scipy(string json)
    {
        var c = Oracle.Parse(json);
        double[] values = c.Numbers("values");
        var actual = OutlierCheck.Describe(values, c.GetProperty("top").GetInt32(), c.Number("part"));
        Oracle.Agree(c.Number("top_share"), actual.TopUnitsShare, "share of the top units");
        Oracle.Agree(c.Number("part_share"), actual.TopPartShare, "share of the top part");
        Oracle.Agree(c.Number("low"), actual.LowerFence, "lower fence");
        Oracle.Agree(c.Number("high"), actual.UpperFence, "upper fence");
        Oracle.Agree(c.Number("outside"), actual.Outside, "outside");
        Oracle.Agree(c.Number("far"), actual.FarOutside, "far outside");
        Oracle.Agree(c.Number("robust"), actual.RobustOutliers, "robust outliers");
        Oracle.Agree(c.Number("skewness"), actual.Shape.Skewness, "skewness", scale: 1);
        Oracle.Agree(c.Number("kurtosis"), actual.Shape.ExcessKurtosis, "kurtosis", scale: 1);
        var normality = MeanNormality.Check(actual.Shape);
        Oracle.Agree(c.Number("needed"), normality.UnitsNeeded, "units needed", scale: 1);
        Assert.Equal(c.Number("needed") <= values.Length, normality.IsEnough);
    }

    [Theory]
    [MemberData(nameof(SensitivityCases))]
    public void Capping_changes_a_result_by_what_numpy_and_scipy_say(string json)
    {
        var c = Oracle.Parse(json);
        double[][] arms = c.GetProperty("values").Rows();
        static double? Share(JsonElement e) => e.ValueKind == JsonValueKind.Null ? null : e.GetDouble();
        var actual = OutlierSensitivity.Compare(arms[0], arms[1], Share(c.GetProperty("lower")), Share(c.GetProperty("upper")));
        Oracle.Agree(c.Number("plain_p"), actual.Plain.PValue, "p");
        Oracle.Agree(c.Number("capped_p"), actual.Capped.PValue, "capped p");
        Oracle.Agree(c.Number("difference"), actual.DifferenceChange, "change of the difference", scale: 0.1);
        Oracle.Agree(c.Number("lift"), actual.LiftChange, "change of the lift", scale: 0.1);
        Assert.Equal(c.GetProperty("changes").GetBoolean(), actual.ConclusionChanges);
    }

    [Fact]
    public void Parts_and_sums_give_the_shape_that_values_give()
    {
        var random = new Random(10);
        for (int run = 0; run < 300; run++)
        {
            double[] values = [.. Enumerable.Range(0, 2 + random.Next(60)).Select(_ => Math.Round(100 * Math.Exp(random.Normal())))];
            int cut = random.Next(values.Length + 1);
            var whole = ShapeMoments.FromValues(values);
            var merged = ShapeMoments.FromValues(values.Take(cut)).Merge(ShapeMoments.FromValues(values.Skip(cut)));
            var sums = ShapeMoments.FromSums(
                values.Length, values.Sum(v => v - 100), values.Sum(v => Math.Pow(v - 100, 2)), values.Sum(v => Math.Pow(v - 100, 3)), values.Sum(v => Math.Pow(v - 100, 4)), 100);
            var scaled = ShapeMoments.FromValues(values.Select(v => 8 * v - 3));
            var mirrored = ShapeMoments.FromValues(values.Select(v => -v));
            foreach (var same in new[] { merged, sums, scaled })
            {
                Oracle.Agree(whole.Skewness.Value, same.Skewness, "skewness", scale: 1);
                Oracle.Agree(whole.ExcessKurtosis.Value, same.ExcessKurtosis, "kurtosis", scale: 1);
            }

            Oracle.Agree(-whole.Skewness.Value, mirrored.Skewness, "mirrored skewness", scale: 1);
            Assert.True(whole.ExcessKurtosis.Value + 3 >= 1 + whole.Skewness.Value * whole.Skewness.Value - 1e-9);
        }
    }

    [Fact]
    public void A_trillion_units_have_the_shape_of_the_few_they_repeat()
    {
        var few = ShapeMoments.FromValues([1, 2, 2, 9]);
        var many = few;
        for (int i = 0; i < 38; i++)
        {
            many = many.Merge(many);
        }

        Assert.Equal(4L << 38, many.Sample.Count);
        Oracle.Agree(few.Skewness.Value, many.Skewness, "skewness");
        Oracle.Agree(few.ExcessKurtosis.Value, many.ExcessKurtosis, "kurtosis", scale: 1);
        Assert.True(MeanNormality.Check(many).IsEnough);
        Assert.False(MeanNormality.Check(few).IsEnough);
    }

    [Fact]
    public void Another_unit_keeps_shares_and_counts_and_a_shift_keeps_counts()
    {
        var random = new Random(11);
        for (int run = 0; run < 300; run++)
        {
            double[] values = [.. Enumerable.Range(0, 4 + random.Next(100)).Select(_ => Math.Round(1000 * Math.Exp(1.5 * random.Normal())))];
            var plain = OutlierCheck.Describe(values);
            var scaled = OutlierCheck.Describe([.. values.Select(v => -8 * v)]);
            var shifted = OutlierCheck.Describe([.. values.Select(v => v + 4096)]);
            Assert.Equal((plain.TopUnitsShare, plain.TopPartShare), (scaled.TopUnitsShare, scaled.TopPartShare));
            Assert.Equal((plain.Outside, plain.FarOutside, plain.RobustOutliers), (scaled.Outside, scaled.FarOutside, scaled.RobustOutliers));
            Assert.Equal((plain.Outside, plain.FarOutside, plain.RobustOutliers), (shifted.Outside, shifted.FarOutside, shifted.RobustOutliers));
            Assert.True(plain.FarOutside.Value <= plain.Outside.Value);
        }
    }

    [Fact]
    public void A_result_made_by_one_unit_does_not_survive_capping()
    {
        double[] control = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 7))];
        double[] treatment = [.. control.Select(v => v + 1.5)];
        double[] spoiled = [.. control.SkipLast(1), 5000];
        Assert.False(OutlierSensitivity.Compare(control, treatment).ConclusionChanges);
        var hidden = OutlierSensitivity.Compare(spoiled, treatment);
        Assert.True(hidden.ConclusionChanges);
        Assert.True(hidden.LiftChange.Value > 0.5);
        Assert.Equal(0, OutlierSensitivity.Compare(control, treatment, upper: null).LiftChange.Value);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_has_no_extremes_says_why()
    {
        var none = OutlierCheck.Describe([]);
        Assert.Equal(AbsenceReason.NoUnits, none.TopUnitsShare.Reason);
        Assert.Equal(AbsenceReason.NoUnits, none.Shape.Skewness.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, OutlierCheck.Describe([1]).Outside.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, OutlierCheck.Describe([1]).Shape.ExcessKurtosis.Reason);
        var zeros = OutlierCheck.Describe([0, 0, 0, 0, 0, 7]);
        Assert.Equal(1, zeros.TopUnitsShare.Value);
        Assert.Equal(AbsenceReason.ZeroVariance, zeros.Outside.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, zeros.RobustOutliers.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, OutlierCheck.Describe([0, 0]).TopPartShare.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, MeanNormality.Check(ShapeMoments.FromValues([3, 3])).UnitsNeeded.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, ShapeMoments.FromSums(10, 1, 0.1, 0.01, 0.001).Skewness.Reason);
        Assert.False(MeanNormality.Check(default).IsEnough);
        Assert.Equal(AbsenceReason.NoUnits, OutlierSensitivity.Compare([], [1, 2]).LiftChange.Reason);
    }

    [Fact]
    public void What_cannot_be_described_is_refused()
    {
        Assert.Throws<ArgumentException>(() => OutlierCheck.Describe([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => OutlierCheck.Describe([1, 2], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OutlierCheck.Describe([1, 2], 1, 1));
        Assert.Throws<ArgumentException>(() => OutlierSensitivity.Compare([1, double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => OutlierSensitivity.Compare([1, 2], [1], 0.9, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShapeMoments(default, double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShapeMoments(default, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShapeMoments.FromValues([1e100, -1e100]));
    }

    /// <summary>
    /// Exponential values have skewness 2 and need 1,420 units; each tail of a 95 % interval then errs by less than half a point.
    /// Bounds allow four binomial standard deviations more.
    /// </summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void A_mean_of_as_many_units_as_the_rule_asks_misses_about_as_often_on_either_side()
    {
        const int runs = 4000;
        var random = new Random(45);
        int low = 0;
        int high = 0;
        for (int run = 0; run < runs; run++)
        {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 1420; i++)
            {
                double value = -Math.Log(1 - random.NextDouble());
                sum += value;
                squares += value * value;
            }

            var sample = SampleMoments.FromSums(1420, sum, squares);
            double z = (sample.Mean - 1) / Math.Sqrt(sample.VarianceOfMean.Value);
            low += z < -1.96 ? 1 : 0;
            high += z > 1.96 ? 1 : 0;
        }

        double reach = 0.005 * runs + 4 * Math.Sqrt(0.025 * runs);
        Assert.InRange(low, 0.025 * runs - reach, 0.025 * runs + reach);
        Assert.InRange(high, 0.025 * runs - reach, 0.025 * runs + reach);
    }
}
