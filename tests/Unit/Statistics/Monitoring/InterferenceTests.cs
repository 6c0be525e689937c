using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Interference;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics.Monitoring;

/// <summary>Clustered comparisons against least squares with clustered errors by statsmodels.</summary>
public sealed class InterferenceTests
{
    public static TheoryData<string> ClusterCases() => Oracle.Cases("clusters");

    public static TheoryData<string> Cases() => Oracle.Cases("interference");

    [Theory]
    [MemberData(nameof(ClusterCases))]
    public void Variances_between_clusters_agree_with_statsmodels(string json)
    {
        var c = Oracle.Parse(json);
        SampleMoments[][] arms = [.. c.GetProperty("rows").EnumerateArray().Select(arm => arm.Rows().Select(Sample).ToArray())];
        var actual = ClusterTest.Compare(arms[0], arms[1]);
        void Agree(string name, Estimate estimate)
        {
            var e = c.GetProperty(name);
            Oracle.Agree(c.Number("difference"), estimate.Value, "difference");
            Oracle.Agree(e.Number("std_error"), estimate.StandardError, name);
            Oracle.Agree(e.Number("low"), estimate.Low, name + " low", scale: e.Number("std_error"));
            Oracle.Agree(e.Number("high"), estimate.High, name + " high", scale: e.Number("std_error"));
        }

        Agree("cr0", actual.Cr0);
        Agree("cr1", actual.Cr1);
        var clustered = c.GetProperty("clustered");
        Oracle.Agree(clustered.Number("std_error"), actual.Clustered.Absolute.StandardError, "standard error");
        Oracle.Agree(clustered.Number("df"), actual.Clustered.DegreesOfFreedom, "df");
        Oracle.Agree(clustered.Number("statistic"), actual.Clustered.Statistic, "t");
        Oracle.Agree(clustered.Number("p_value"), actual.Clustered.PValue, "p");
        Oracle.Agree(c.Number("icc"), actual.IntraclassCorrelation, "correlation", scale: 0.01);
        Oracle.Agree(c.Number("size"), actual.ClusterSize, "size");
        Oracle.Agree(c.Number("expected_design"), actual.ExpectedDesignEffect, "expected design effect");
        Oracle.Agree(c.Number("design"), actual.DesignEffect, "design effect");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_ways_of_assigning_are_compared_as_mpmath_compares_them(string json)
    {
        var c = Oracle.Parse(json);
        var actual = InterferenceTest.Compare(Effect(c.GetProperty("unit")), Effect(c.GetProperty("cluster")));
        Oracle.Agree(c.Number("std_error"), actual.Difference.StandardError, "standard error");
        Oracle.Agree(c.Number("statistic"), actual.Statistic, "t");
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
        Oracle.Agree(c.Number("low"), actual.Difference.Low, "low");
        Oracle.Agree(c.Number("high"), actual.Difference.High, "high");
        Assert.Equal(c.GetProperty("df").ValueKind == JsonValueKind.Null, !actual.DegreesOfFreedom.IsPresent);
        Assert.Equal(actual.Difference.ExcludesZero, actual.Kind != InterferenceKind.None);
    }

    [Theory]
    [InlineData(InterferenceKind.Spillover, 1, 2)]
    [InlineData(InterferenceKind.Spillover, -1, -2)]
    [InlineData(InterferenceKind.Spillover, -0.01, 2)]
    [InlineData(InterferenceKind.Displacement, 2, 1)]
    [InlineData(InterferenceKind.Displacement, 2, -1)]
    [InlineData(InterferenceKind.None, 2, 2.1)]
    public void The_kind_says_which_effect_is_larger(InterferenceKind expected, double byUnit, double byCluster) =>
        Assert.Equal(expected, InterferenceTest.Compare(new AssignmentEffect(byUnit, 0.1), new AssignmentEffect(byCluster, 0.1)).Kind);

    [Fact]
    public void Clusters_of_one_unit_are_units()
    {
        var random = new Random(8);
        for (int run = 0; run < 200; run++)
        {
            double[][] rows = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 2 + random.Next(30)).Select(_ => random.Normal()).ToArray())];
            var result = ClusterTest.Compare([.. rows[0].Select(v => Sample([v]))], [.. rows[1].Select(v => Sample([v]))]);
            Oracle.Agree(result.Naive.PValue.Value, result.Clustered.PValue, "p");
            Oracle.Agree(1, result.DesignEffect, "design effect");
            Assert.Equal(AbsenceReason.TooFewUnits, result.IntraclassCorrelation.Reason);
        }
    }

    [Fact]
    public void Another_unit_another_zero_and_swapped_variants_move_everything_along()
    {
        var random = new Random(9);
        for (int run = 0; run < 200; run++)
        {
            double[][][] arms = [.. Enumerable.Range(0, 2).Select(_ => RandomClusters(random, 2 + random.Next(10), 1, 0.5))];
            ClusterComparison Compare(Func<double, double> map, int control = 0) => ClusterTest.Compare(
                [.. arms[control].Select(rows => Sample(rows.Select(map)))], [.. arms[1 - control].Select(rows => Sample(rows.Select(map)))]);
            var plain = Compare(v => v);
            var scaled = Compare(v => 8 * v);
            var shifted = Compare(v => v + 1e6);
            var swapped = Compare(v => v, 1);
            Assert.Equal(plain.Clustered.PValue, scaled.Clustered.PValue);
            Assert.Equal(plain.IntraclassCorrelation, scaled.IntraclassCorrelation);
            Assert.Equal(8 * plain.Cr1.High.Value, scaled.Cr1.High.Value);
            Oracle.Agree(plain.Clustered.PValue.Value, shifted.Clustered.PValue, "p", 1e-6);
            Oracle.Agree(plain.Clustered.PValue.Value, swapped.Clustered.PValue, "p");
            Oracle.Agree(-plain.Cr0.Low.Value, swapped.Cr0.High, "swapped", scale: plain.Cr0.StandardError.Value);
            Assert.Equal(plain.Clustered.Absolute.ExcludesZero, plain.Clustered.PValue.Value < 0.05);
        }
    }

    [Fact]
    public void Billions_of_units_are_no_more_than_their_clusters()
    {
        SampleMoments[] control = [.. Enumerable.Range(0, 10).Select(i => new SampleMoments(100_000_000_000, 5 + 0.01 * (i % 3), 1e11))];
        SampleMoments[] treatment = [.. control.Select(c => new SampleMoments(c.Count, c.Mean + 0.005, c.M2))];
        var result = ClusterTest.Compare(control, treatment);
        Assert.True(result.Naive.PValue.Value < 1e-300);
        Assert.True(result.Clustered.PValue.Value > 0.05);
        Oracle.Agree(18, result.Clustered.DegreesOfFreedom, "df");
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_cannot_be_compared_says_why()
    {
        SampleMoments[] usable = [Sample([1, 2, 4]), Sample([2, 3])];
        Assert.Equal(AbsenceReason.NoUnits, ClusterTest.Compare([default], usable).Clustered.PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, ClusterTest.Compare([], []).ClusterSize.Reason);
        var single = ClusterTest.Compare([Sample([1, 2, 4])], usable);
        Assert.Equal(AbsenceReason.TooFewUnits, single.Clustered.PValue.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, single.Cr1.StandardError.Reason);
        Assert.True(single.Naive.PValue.IsPresent);
        Assert.True(single.Cr1.Value.IsPresent);
        var constant = ClusterTest.Compare(
            [SampleMoments.FromSums(3, 0.1 + 0.1 + 0.1, 0.03), Sample([0.1])], [Sample([0.1, 0.1]), Sample([0.1, 0.1, 0.1])]);
        Assert.Equal(AbsenceReason.ZeroVariance, constant.Clustered.PValue.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, constant.IntraclassCorrelation.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, constant.DesignEffect.Reason);
        var none = InterferenceTest.Compare(constant.Clustered, single.Naive);
        Assert.Equal(AbsenceReason.ZeroVariance, none.PValue.Reason);
        Assert.Equal(InterferenceKind.Unknown, none.Kind);
        Assert.True(InterferenceTest.Compare(single.Naive, ClusterTest.Compare(usable, usable).Clustered).PValue.IsPresent);
    }

    [Fact]
    public void What_is_no_estimate_is_refused()
    {
        var usable = new AssignmentEffect(1, 1);
        Assert.Throws<ArgumentException>(() => InterferenceTest.Compare(usable, new AssignmentEffect(1, 0)));
        Assert.Throws<ArgumentException>(() => InterferenceTest.Compare(new AssignmentEffect(double.NaN, 1), usable));
        Assert.Throws<ArgumentException>(() => InterferenceTest.Compare(new AssignmentEffect(1, 1, 0), usable));
        Assert.Throws<ArgumentOutOfRangeException>(() => InterferenceTest.Compare(usable, usable, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClusterTest.Compare([], [], 0));
    }

    /// <summary>Bounds allow four binomial standard deviations.</summary>
    [Fact]
    [Trait("Category", "Simulation")]
    public void Intervals_between_clusters_cover_where_naive_ones_do_not()
    {
        const int runs = 2000;
        var random = new Random(43);
        int clustered = 0;
        int naive = 0;
        int robust = 0;
        for (int run = 0; run < runs; run++)
        {
            var result = ClusterTest.Compare(
                [.. RandomClusters(random, 40, 1, 0.4).Select(Sample)], [.. RandomClusters(random, 40, 1, 0.4).Select(Sample)]);
            clustered += result.Clustered.Absolute.ExcludesZero ? 0 : 1;
            robust += result.Cr1.ExcludesZero ? 0 : 1;
            naive += result.Naive.Absolute.ExcludesZero ? 0 : 1;
        }

        double reach = 4 * Math.Sqrt(0.05 * 0.95 * runs);
        Assert.InRange(clustered, 0.95 * runs - reach, 0.95 * runs + reach);
        Assert.InRange(robust, 0.95 * runs - reach, 0.95 * runs + reach);
        Assert.True(naive < 0.9 * runs, $"The naive interval covered {naive} of {runs}: the simulation proves nothing.");
    }

    [Fact]
    [Trait("Category", "Simulation")]
    public void Spillover_is_found_and_its_absence_is_not_taken_for_it()
    {
        const int runs = 2000;
        var random = new Random(44);
        int found = 0;
        int imagined = 0;
        for (int run = 0; run < runs; run++)
        {
            AssignmentEffect Draw(double truth, double error) => new(truth + error * random.Normal(), error);
            found += InterferenceTest.Compare(Draw(1, 0.1), Draw(2, 0.2)).Kind == InterferenceKind.Spillover ? 1 : 0;
            imagined += InterferenceTest.Compare(Draw(1, 0.1), Draw(1, 0.2)).Kind == InterferenceKind.None ? 0 : 1;
        }

        double reach = 4 * Math.Sqrt(0.05 * 0.95 * runs);
        Assert.InRange(imagined, 0.05 * runs - reach, 0.05 * runs + reach);
        Assert.True(found > 0.9 * runs, $"Only {found} of {runs} were found.");
    }

    private static double[][] RandomClusters(Random random, int count, double within, double between) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        double centre = between * random.Normal();
        return Enumerable.Range(0, 1 + random.Next(20)).Select(_ => centre + within * random.Normal()).ToArray();
    })];

    private static AssignmentEffect Effect(JsonElement e) => new(
        e[0].GetDouble(), e[1].GetDouble(), e[2].ValueKind == JsonValueKind.Null ? null : e[2].GetDouble());

    private static SampleMoments Sample(IEnumerable<double> values) => values.Aggregate(default(SampleMoments), (m, v) => m.Add(v));
}
