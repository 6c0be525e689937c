using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>Moments against exact rational sums by mpmath, far from zero too.</summary>
public sealed class SampleMomentsTests
{
    public static TheoryData<string> Samples() => Oracle.Cases("samples");

    [Theory]
    [MemberData(nameof(Samples))]
    public void Adding_values_one_by_one_keeps_mean_and_variance(string json)
    {
        var c = Oracle.Parse(json);
        Check(c, c.Numbers("values").Aggregate(default(SampleMoments), (m, x) => m.Add(x)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Merging_parts_in_any_split_keeps_mean_and_variance(string json)
    {
        var c = Oracle.Parse(json);
        double[] values = c.Numbers("values");
        for (int cut = 0; cut <= values.Length; cut++)
        {
            var left = values[..cut].Aggregate(default(SampleMoments), (m, x) => m.Add(x));
            var right = values[cut..].Aggregate(default(SampleMoments), (m, x) => m.Add(x));
            Check(c, left.Merge(right));
            Check(c, right.Merge(left));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sums_around_a_shift_keep_mean_and_variance(string json)
    {
        var c = Oracle.Parse(json);
        double[] values = c.Numbers("values");
        double shift = values[0];
        Check(c, SampleMoments.FromSums(
            values.Length, values.Sum(x => x - shift), values.Sum(x => (x - shift) * (x - shift)), shift));
    }

    [Fact]
    public void Sums_of_conversions_are_exact()
    {
        var fromSums = SampleMoments.FromSums(45_489, 8_279, 8_279);
        var fromSuccesses = SampleMoments.FromSuccesses(45_489, 8_279);
        Oracle.Agree(fromSuccesses.M2, fromSums.M2, "M2", 1e-14);
        Assert.Equal(fromSuccesses.Mean, fromSums.Mean);
    }

    [Fact]
    public void Fifty_failures_among_a_trillion_units_still_have_a_variance() =>
        Oracle.Agree(50 * (1 - 50e-12), SampleMoments.FromSums(1_000_000_000_000, 999_999_999_950, 999_999_999_950).M2, "M2");

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public void A_constant_metric_gets_no_variance_from_the_rounding_of_its_sums(int n)
    {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            sum += 0.1;
            squares += 0.1 * 0.1;
        }

        Assert.Equal(0, SampleMoments.FromSums(n, sum, squares).M2);
    }

    [Fact]
    public void Variance_needs_two_units()
    {
        Assert.Equal(AbsenceReason.NoUnits, default(SampleMoments).MeanOrAbsent.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, default(SampleMoments).Add(3).Variance.Reason);
        Assert.Equal(0.5, default(SampleMoments).Add(3).Add(4).Variance.Value);
    }

    [Fact]
    public void Impossible_moments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleMoments(-1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleMoments(3, double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleMoments(3, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleMoments.FromSums(3, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleMoments.FromSuccesses(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(SampleMoments).Add(double.PositiveInfinity));
    }

    [Fact]
    public void Joint_moments_merge_and_sum_to_the_same_as_one_pass()
    {
        var pairs = Gen.Choose(-1000, 1000).Two().NonEmptyListOf().ToArbitrary();
        Prop.ForAll(pairs, list =>
        {
            var all = list.ToArray();
            int cut = all.Length / 2;
            var whole = One(all);
            var merged = One(all[..cut]).Merge(One(all[cut..]));
            var summed = CovariateMoments.FromSums(
                all.Length,
                all.Sum(p => (double)p.Item1),
                all.Sum(p => (double)p.Item1 * p.Item1),
                all.Sum(p => (double)p.Item2),
                all.Sum(p => (double)p.Item2 * p.Item2),
                all.Sum(p => (double)p.Item1 * p.Item2));
            double scale = Math.Max(1, Math.Sqrt(whole.Metric.M2 * whole.Covariate.M2)) * 1e-9;
            return Math.Abs(whole.CrossM2 - merged.CrossM2) <= scale
                && Math.Abs(whole.CrossM2 - summed.CrossM2) <= scale
                && Math.Abs(whole.Metric.M2 - summed.Metric.M2) <= 1e-9 * Math.Max(1, whole.Metric.M2)
                && Math.Abs(whole.Covariate.Mean - merged.Covariate.Mean) <= 1e-9;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1000));
    }

    private static CovariateMoments One(IEnumerable<(int, int)> pairs) =>
        pairs.Aggregate(default(CovariateMoments), (m, p) => m.Add(p.Item1, p.Item2));

    private static void Check(System.Text.Json.JsonElement c, SampleMoments actual)
    {
        Assert.Equal(c.GetProperty("values").GetArrayLength(), actual.Count);
        Oracle.Agree(c.Number("mean"), actual.Mean, "mean", 1e-13);

        Oracle.Agree(c.Number("m2"), actual.M2, "M2", 1e-12);
    }
}
