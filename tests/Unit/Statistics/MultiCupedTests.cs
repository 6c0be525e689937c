using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>Several covariates and strata from moments, against least squares and adjustment unit by unit.</summary>
public sealed class MultiCupedTests
{
    private static readonly Arbitrary<(double[][] Control, double[][] Treatment)> Inputs = (
        from control in Rows()
        from treatment in Rows()
        select (control, treatment)).ToArbitrary();

    public static TheoryData<string> Cases() => Oracle.Cases("several_covariates");

    public static TheoryData<string> StrataCases() => Oracle.Cases("post_stratification");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Moments_give_what_least_squares_on_every_unit_gives(string json)
    {
        var c = Oracle.Parse(json);
        JointMoments[] groups = [.. c.GetProperty("rows").EnumerateArray().Select(JointRows.Moments)];
        var actual = MultiCuped.Compare(groups[0], groups[1], groups.Skip(2));
        Assert.Equal(c.Numbers("theta"), actual.Theta, (e, a) => Math.Abs(e - a) <= 1e-9 * Math.Abs(e));
        Oracle.Agree(c.Number("control"), actual.Adjusted.ControlMean, "control");
        Oracle.Agree(c.Number("variance_reduction"), actual.VarianceReduction, "variance reduction");
        MeanComparisonTests.Check(c.GetProperty("expected"), actual.Adjusted);
    }

    [Theory]
    [MemberData(nameof(StrataCases))]
    public void Post_stratified_means_agree_with_the_calculation_unit_by_unit(string json)
    {
        var c = Oracle.Parse(json);
        StratumSample[] strata = [.. c.GetProperty("strata").EnumerateArray().Select((s, i) =>
            new StratumSample($"s{i}", s[0].Moments(), s[1].Moments(), s[2].Moments()))];
        var actual = PostStratification.Compare(strata);
        Assert.Equal(c.Numbers("theta"), actual.Theta, (e, a) => Math.Abs(e - a) <= 1e-9 * Math.Abs(e));
        Oracle.Agree(c.Number("control"), actual.Adjusted.ControlMean, "control");
        Oracle.Agree(c.Number("treatment"), actual.Adjusted.TreatmentMean, "treatment");
        MeanComparisonTests.Check(c.GetProperty("expected"), actual.Adjusted);
    }

    [Fact]
    public void One_covariate_gives_what_CUPED_gives() => Prop.ForAll(Inputs, x =>
    {
        var many = MultiCuped.Compare(Joint(x.Control, 2), Joint(x.Treatment, 2));
        var one = Cuped.Compare(Pair(x.Control), Pair(x.Treatment));
        return many.Adjusted.PValue.Reason == one.Adjusted.PValue.Reason
            && (!one.Adjusted.PValue.IsPresent || Math.Abs(many.Adjusted.PValue.Value - one.Adjusted.PValue.Value) < 1e-8);
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    [Fact]
    public void Shifting_and_scaling_a_covariate_changes_nothing() => Prop.ForAll(Inputs, x =>
    {
        double[][] Moved(double[][] rows) => [.. rows.Select(r => new[] { r[0], 4 * r[1] - 100, -0.5 * r[2] + 7 })];
        var before = MultiCuped.Compare(Joint(x.Control, 3), Joint(x.Treatment, 3)).Adjusted;
        var after = MultiCuped.Compare(Joint(Moved(x.Control), 3), Joint(Moved(x.Treatment), 3)).Adjusted;
        return before.PValue.Reason == after.PValue.Reason
            && (!before.PValue.IsPresent || Math.Abs(before.Absolute.Value.Value - after.Absolute.Value.Value) < 1e-7);
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    [Fact]
    public void The_pooled_variance_inside_variants_never_grows() => Prop.ForAll(Inputs, x =>
    {
        var control = Joint(x.Control, 3);
        var treatment = Joint(x.Treatment, 3);
        var (theta, _) = CovariateSlopes.Pool([control, treatment]);
        double[] centre = [0, 0];
        return theta is null
            || CovariateSlopes.Adjust(control, theta, centre).M2 + CovariateSlopes.Adjust(treatment, theta, centre).M2
                <= (control[0].M2 + treatment[0].M2) * (1 + 1e-12);
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000));

    [Fact]
    [Trait("Promise", "P5.2")]
    public void Covariates_that_determine_each_other_are_named_and_the_plain_means_stay()
    {
        var control = JointMoments.FromRows([[1, 1, 3], [2, 2, 5], [4, 3, 7], [3, 5, 11]]);
        var result = MultiCuped.Compare(control, control);
        Assert.Equal(AbsenceReason.SingularCovariates, result.Adjusted.PValue.Reason);
        Assert.Equal(AbsenceReason.SingularCovariates, result.VarianceReduction.Reason);
        Assert.Equal(2.5, result.Adjusted.ControlMean.Value);
        Assert.Empty(result.Theta);
        var constant = JointMoments.FromRows([[1, 1, 3], [2, 2, 3], [4, 3, 3]]);
        Assert.Equal(AbsenceReason.ZeroCovariateVariance, MultiCuped.Compare(constant, constant).Adjusted.PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, MultiCuped.Compare(default, default).Adjusted.PValue.Reason);
        var varied = JointMoments.FromRows([[1, 1, 3], [2, 2, 5], [4, 3, 7], [3, 5, 2]]);
        Assert.Equal(AbsenceReason.NoUnits, MultiCuped.Compare(varied, default).Adjusted.PValue.Reason);
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_stratum_that_cannot_be_estimated_leaves_the_means_without_a_test()
    {
        var some = JointMoments.FromRows([[1.0], [2.0], [4.0]]);
        var result = PostStratification.Compare([new("a", some, some), new("b", some, JointMoments.FromRows([[1.0]]))]);
        Assert.Equal(AbsenceReason.TooFewUnits, result.Adjusted.PValue.Reason);
        Assert.Equal(7 / 3.0, result.Adjusted.ControlMean.Value, 1e-12);
        Assert.Equal(AbsenceReason.NoUnits, PostStratification.Compare([]).Adjusted.PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, PostStratification.Compare([new("a", some, default)]).Adjusted.PValue.Reason);
        var constant = JointMoments.FromRows([[1.0], [1.0]]);
        Assert.Equal(AbsenceReason.ZeroVariance, PostStratification.Compare([new("a", constant, constant)]).Adjusted.PValue.Reason);
    }

    [Fact]
    public void A_stratum_without_units_is_no_stratum()
    {
        var some = JointMoments.FromRows([[1.0], [2.0], [4.0]]);
        var other = JointMoments.FromRows([[1.5], [2.5], [4.0], [6.0]]);
        var without = PostStratification.Compare([new("a", some, other)]);
        Assert.Equal(without.Adjusted.PValue, PostStratification.Compare([new("a", some, other), new("empty", default, default)]).Adjusted.PValue);
        Oracle.Agree(WelchTest.Compare(some[0], other[0]).PValue.Value, without.Adjusted.PValue, "one stratum is Welch's test");
    }

    private static JointMoments Joint(double[][] rows, int variables) => JointMoments.FromRows(rows.Select(r => r[..variables]));

    private static CovariateMoments Pair(double[][] rows) => rows.Aggregate(default(CovariateMoments), (m, r) => m.Add(r[0], r[1]));

    private static Gen<double[][]> Rows() =>
        from n in Gen.Choose(3, 30)
        from rows in Gen.ArrayOf(
            from x1 in Gen.Choose(-40, 40)
            from x2 in Gen.Choose(-40, 40)
            from noise in Gen.Choose(-40, 40)
            select new[] { x1 * 0.5 + x2 * 0.25 + noise / 8.0, x1, x2 / 2.0 }, n)
        select rows;
}
