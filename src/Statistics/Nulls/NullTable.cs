using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Nulls;

/// <summary>Nulls and values of several groups: the arithmetic that every test of null rates shares.</summary>
internal sealed class NullTable
{
    /// <summary>Expected counts below this ask for an exact test (W. G. Cochran, Biometrics 10, 1954).</summary>
    public const double SmallExpected = 5;

    private readonly NullCount[] groups;

    /// <param name="groups">Every one with units, at least one.</param>
    public NullTable(NullCount[] groups)
    {
        this.groups = groups;
        Total = new NullCount(groups.Aggregate(0L, (sum, g) => checked(sum + g.Nulls)), groups.Aggregate(0L, (sum, g) => checked(sum + g.Units)));
    }

    public NullCount Total { get; }

    public double Share => (double)Total.Nulls / Total.Units;

    public double Rest => (double)(Total.Units - Total.Nulls) / Total.Units;

    /// <summary>Nobody or everybody is null.</summary>
    public bool IsDegenerate => Total.Nulls == 0 || Total.Nulls == Total.Units;

    public double SmallestExpected => groups.Min(g => g.Units) * Math.Min(Share, Rest);

    /// <summary>Σ (nulls − expected)²/(n·p·q): both rows of Pearson's statistic at once.</summary>
    public double ChiSquared => groups.Sum(g =>
    {
        double gap = g.Nulls - g.Units * Share;
        return gap / (g.Units * Share) * (gap / Rest);
    });

    /// <summary>Fisher's two-sided p-value of the first two groups.</summary>
    public static double Fisher(NullCount first, NullCount second) =>
        new Hypergeometric(second.Units, first.Units, checked(first.Nulls + second.Nulls)).AsUnlikelyAs(second.Nulls);

    public static NullCount Require(NullCount count, string parameter) => count.Nulls >= 0 && count.Nulls <= count.Units
        ? count
        : throw new ArgumentException(
            FormattableString.Invariant($"{parameter} has {count.Nulls} nulls among {count.Units} units; nulls lie between 0 and the units."), parameter);
}
