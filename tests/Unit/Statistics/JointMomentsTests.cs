using FsCheck;
using FsCheck.Fluent;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>Joint moments against pairwise ones, which the oracle of CUPED covers.</summary>
public sealed class JointMomentsTests
{
    private static readonly Arbitrary<double[][]> Rows = (
        from n in Gen.Choose(0, 40)
        from offset in Gen.Elements(0.0, 1e6, -1e9)
        from rows in Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(-400, 400).Select(v => v / 8.0), 3), n)
        select rows.Select(r => r.Select(v => v + offset).ToArray()).ToArray()).ToArbitrary();

    [Fact]
    public void Merging_parts_in_any_order_gives_the_whole() => Prop.ForAll(Rows, Gen.Choose(0, 40).ToArbitrary(), (rows, at) =>
    {
        at = Math.Min(at, rows.Length);
        var whole = JointMoments.FromRows(rows);
        var first = JointMoments.FromRows(rows.Take(at));
        var second = JointMoments.FromRows(rows.Skip(at));
        return Same(whole, first.Merge(second)) && Same(whole, second.Merge(first));
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000));

    [Fact]
    public void Each_pair_has_the_moments_of_two_variables() => Prop.ForAll(Rows, rows =>
    {
        var all = JointMoments.FromRows(rows);
        var pair = rows.Aggregate(default(CovariateMoments), (m, r) => m.Add(r[0], r[2]));
        return rows.Length == 0 || (all[0] == pair.Metric && all[2] == pair.Covariate && Near(all.CrossM2(2, 0), pair.CrossM2, 1));
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000));

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var two = JointMoments.FromRows([[1, 2]]);
        Assert.Throws<ArgumentException>(() => two.Add([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => two.Merge(JointMoments.FromRows([[1.0]])));
        Assert.Throws<ArgumentException>(() => JointMoments.FromSums(1, [1, 2], [[1, 2]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => two[2]);
        Assert.Equal(32, default(JointMoments).Add(new double[JointMoments.MaximumVariables]).Variables);
        Assert.Throws<ArgumentOutOfRangeException>(() => default(JointMoments).Add(new double[JointMoments.MaximumVariables + 1]));
    }

    private static bool Same(JointMoments a, JointMoments b)
    {
        if (a.Count != b.Count || a.Variables != b.Variables)
        {
            return false;
        }

        for (int i = 0; i < a.Variables; i++)
        {
            for (int j = 0; j < a.Variables; j++)
            {
                if (!Near(a.CrossM2(i, j), b.CrossM2(i, j), Math.Sqrt(a[i].M2 * a[j].M2)) || !Near(a[i].Mean, b[i].Mean, 1))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Near(double a, double b, double scale) => Math.Abs(a - b) <= 1e-9 * Math.Max(scale, Math.Max(Math.Abs(a), 1e-6));
}
