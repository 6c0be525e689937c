using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Resampling;
using static GrpcExp.Unit.Statistics.Properties.TwoSamples;

namespace GrpcExp.Unit.Statistics.Properties;

/// <summary>Neither the unit of measurement nor its zero is evidence, and neither is which variant is called the control.</summary>
public sealed class EquivarianceTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Tests() => [.. Methods];

    [Theory]
    [MemberData(nameof(Tests))]
    public void Another_unit_scales_differences_and_keeps_p_values_and_lifts(string method) => ForEach((control, treatment) =>
    {
        var plain = Compare(method, control, treatment);
        foreach (double factor in new[] { 1e-8, 3, 1e9 })
        {
            Row[] Scaled(Row[] rows) => [.. rows.Select(r => r with { Metric = r.Metric * factor })];
            var scaled = Compare(method, Scaled(control), Scaled(treatment));
            Close(plain.PValue, scaled.PValue, Tolerance);
            Close(plain.Absolute.Value.Map(v => v * factor), scaled.Absolute.Value, Tolerance, factor);
            Close(plain.Absolute.StandardError.Map(v => v * factor), scaled.Absolute.StandardError, Tolerance);
            Close(plain.Absolute.Low.Map(v => v * factor), scaled.Absolute.Low, Tolerance, factor);
            Close(plain.Absolute.High.Map(v => v * factor), scaled.Absolute.High, Tolerance, factor);
            Close(plain.Relative.Low, scaled.Relative.Low, Tolerance, 1);
            Close(plain.Relative.High, scaled.Relative.High, Tolerance, 1);
            Close(plain.DegreesOfFreedom, scaled.DegreesOfFreedom, Tolerance);
        }
    });

    [Theory]
    [MemberData(nameof(Tests))]
    public void Another_zero_moves_means_and_keeps_differences_and_p_values(string method) => ForEach((control, treatment) =>
    {
        var plain = Compare(method, control, treatment);
        foreach (double shift in new[] { -7.5, 1e3 })
        {
            // A ratio moves when the numerator moves by so much a denominator.
            Row[] Shifted(Row[] rows) => [.. rows.Select(r => r with { Metric = r.Metric + shift * (method == "ratio" ? r.Denominator : 1) })];
            var shifted = Compare(method, Shifted(control), Shifted(treatment));
            Close(plain.ControlMean.Map(m => m + shift), shifted.ControlMean, Tolerance, 1);
            Close(plain.Absolute.Value, shifted.Absolute.Value, Tolerance, 1);
            Close(plain.Absolute.Low, shifted.Absolute.Low, Tolerance, 1);
            Close(plain.Absolute.High, shifted.Absolute.High, Tolerance, 1);
            Close(plain.PValue, shifted.PValue, 1e-8);
        }
    });

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_metric_with_its_sign_turned_turns_differences_and_keeps_lifts(string method) => ForEach((control, treatment) =>
    {
        // The middle of an odd number of values is the middle from either end.
        static Row[] Turned(Row[] rows) => [.. rows.Select(r => r with { Metric = -r.Metric })];
        var plain = Compare(method, control, treatment);
        var turned = Compare(method, Turned(control), Turned(treatment));
        Close(plain.Absolute.Value.Map(v => -v), turned.Absolute.Value, Tolerance, 1);
        if (method == "quantile")
        {
            return;
        }

        Close(plain.Absolute.High.Map(v => -v), turned.Absolute.Low, Tolerance, 1);
        Close(plain.Relative.Low, turned.Relative.Low, Tolerance, 1);
        Close(plain.PValue, turned.PValue, Tolerance);
    });

    [Theory]
    [MemberData(nameof(Tests))]
    public void Swapping_the_variants_turns_the_difference_around_and_inverts_the_ratio_of_means(string method) => ForEach((control, treatment) =>
    {
        var there = Compare(method, control, treatment);
        var back = Compare(method, treatment, control);
        Close(there.PValue, back.PValue, Tolerance);
        Close(there.Statistic.Map(v => -v), back.Statistic, Tolerance, 1);
        Close(there.Absolute.Low.Map(v => -v), back.Absolute.High, Tolerance, 1);
        Close(there.Absolute.High.Map(v => -v), back.Absolute.Low, Tolerance, 1);
        Close(there.Relative.Value.Map(r => 1 / (1 + r) - 1), back.Relative.Value, Tolerance, 1);

        // Fieller's set is the same set of ratios, seen from the other side.
        Close(there.Relative.High.Map(r => 1 / (1 + r) - 1), back.Relative.Low, Tolerance, 1);
        Close(there.Relative.Low.Map(r => 1 / (1 + r) - 1), back.Relative.High, Tolerance, 1);
    });

    [Theory]
    [InlineData(6, 7)]
    [InlineData(20, 25)]
    public void A_permutation_test_knows_neither_unit_nor_zero_nor_control(int nc, int nt)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            double[] control = [.. Draw(seed, nc, 10).Select(r => r.Metric)];
            double[] treatment = [.. Draw(-seed, nt, 11).Select(r => r.Metric)];
            var plain = PermutationTest.Compare(control, treatment, seed, 1_999);
            foreach (var move in new Func<double, double>[] { v => 1e-9 * v, v => 7 * v + 1e5, v => -v })
            {
                var moved = PermutationTest.Compare([.. control.Select(move)], [.. treatment.Select(move)], seed, 1_999);
                Assert.Equal(plain.PValue, moved.PValue);
            }

            var back = PermutationTest.Compare(treatment, control, seed, 1_999);
            Close(plain.Difference.Map(d => -d), back.Difference, Tolerance);
            Close(plain.PValue, back.PValue, plain.IsExact ? 0 : 0.06, 1);
            Assert.Equal(plain.IsExact, back.IsExact);
        }
    }

    [Fact]
    public void Swapping_the_variants_turns_intervals_of_proportions_around()
    {
        var random = new Random(5);
        for (int i = 0; i < 200; i++)
        {
            int nc = 10 + random.Next(500);
            int nt = 10 + random.Next(500);
            int xc = 1 + random.Next(nc - 1);
            int xt = 1 + random.Next(nt - 1);
            foreach (var variance in Enum.GetValues<ZTestVariance>())
            {
                var there = ProportionZTest.Compare(xc, nc, xt, nt, variance);
                var back = ProportionZTest.Compare(xt, nt, xc, nc, variance);
                Close(there.PValue, back.PValue, Tolerance);
                Close(there.Absolute.Low.Map(v => -v), back.Absolute.High, Tolerance, 1);
                Close(there.Relative.Value.Map(r => 1 / (1 + r) - 1), back.Relative.Value, Tolerance, 1);
            }

            var newcombe = ProportionIntervals.Newcombe(xc, nc, xt, nt);
            var newcombeBack = ProportionIntervals.Newcombe(xt, nt, xc, nc);
            Close(newcombe.Low.Map(v => -v), newcombeBack.High, Tolerance, 1);
        }
    }

    private static void ForEach(Action<Row[], Row[]> check)
    {
        for (int seed = 1; seed <= 25; seed++)
        {
            check(Draw(seed, 41 + seed, 10), Draw(-seed, 101 - seed, 10 + seed % 3));
        }
    }
}
