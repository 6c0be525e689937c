using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Statistics.Planning;

/// <summary>
/// When one comparison of a design counts as significant, and how likely that is at a drift: effect / standard error, positive
/// towards the alternative. Degrees of freedom are +∞ for a normal test.
/// </summary>
internal sealed class RejectionRule
{
    // Stands for infinity where a distribution wants a number; its t is normal to 1e-12.
    private const double ManyDegreesOfFreedom = 1e12;

    private const double LargestDrift = 39;

    private readonly ExperimentDesign design;
    private readonly double singleCritical;
    private readonly Lazy<Measure> singleTarget;
    private (double Df, double Critical) latest = (double.NaN, 0);

    public RejectionRule(ExperimentDesign design)
    {
        this.design = design;
        IsDunnett = design.Correction == PlannedCorrection.Dunnett && design.Comparisons > 1;
        TwoSided = design.Alternative == Alternative.TwoSided;
        Alpha = design.Correction == PlannedCorrection.Bonferroni ? design.Alpha / design.Comparisons : design.Alpha;
        singleCritical = StandardNormal.InverseSurvival(Side);
        var alternative = TwoSided ? Alternative.TwoSided : Alternative.Greater;
        Stages = design.Looks.Count > 1
            ? GroupSequentialDesign.Create(
                [.. Enumerable.Range(1, design.Looks.Count).Select(look => (double)look / design.Looks.Count)], design.Looks.Spending, Alpha, alternative)
            : null;
        Anytime = design.Looks.Anytime ? ConfidenceSequence.Critical(1, 1, Alpha, alternative) : null;

        // What a single look must have so that all of them together have the power asked for.
        singleTarget = new(() => Stages is null ? design.TargetPower : GroupSequentialPower.Drift(Stages, design.TargetPower).Map(SingleNormal));
    }

    public bool TwoSided { get; }

    /// <summary>Whether a critical value is an integral over two dimensions, which one does not want in a search.</summary>
    public bool IsDunnett { get; }

    /// <summary>Error rate of one comparison over all looks; for Dunnett that of all comparisons together.</summary>
    public double Alpha { get; }

    /// <summary>The boundaries of several looks, else null.</summary>
    public GroupSequentialDesign? Stages { get; }

    /// <summary>The critical value of an always-valid test at its planned units, else null.</summary>
    public double? Anytime { get; }

    /// <summary>The power of <see cref="Single"/> at which <see cref="Overall"/> has the power asked for.</summary>
    public Measure SingleTarget => singleTarget.Value;

    private double Side => TwoSided ? Alpha / 2 : Alpha;

    /// <summary>What the statistic of the look at the plan is compared with; that of one look when there are several.</summary>
    public double Critical(double df)
    {
        if (df != latest.Df)
        {
            latest = (df, Anytime ?? (IsDunnett
                ? new DunnettDistribution(design.Shares[0], design.Shares.Skip(1), Math.Min(df, ManyDegreesOfFreedom), TwoSided).InverseSurvival(Alpha)
                : double.IsInfinity(df) ? singleCritical : StudentT.InverseSurvival(Side, df)));
        }

        return latest.Critical;
    }

    /// <summary>About that value, for nothing.</summary>
    public double RoughCritical => Anytime ?? (IsDunnett ? StandardNormal.InverseSurvival(Side / design.Comparisons) : singleCritical);

    /// <summary>The error rate that a critical value stands for in one comparison.</summary>
    public double ComparisonAlpha(double df) => IsDunnett
        ? (TwoSided ? 2 : 1) * StudentT.Survival(Critical(df), Math.Min(df, ManyDegreesOfFreedom))
        : Alpha;

    /// <summary>The chance of significance at one look.</summary>
    public double Single(double drift, double df) => SingleBeyond(Critical(df), drift, df);

    /// <summary>The same for a critical value found before.</summary>
    public double SingleBeyond(double critical, double drift, double df) =>
        Tail(critical, df, drift) + (TwoSided ? Tail(critical, df, -drift) : 0);

    /// <summary>The chance of significance at any look, from the power of one look.</summary>
    /// <param name="drift">Effect / standard error.</param>
    /// <param name="df">Degrees of freedom at the planned end.</param>
    public Measure Overall(double drift, double df)
    {
        if (Stages is null)
        {
            return Math.Min(1, Single(drift, df));
        }

        // Boundaries are normal: a t statistic enters as the normal one with the same power in a single look.
        double equivalent = double.IsInfinity(df) ? drift : NormalDrift(Single(drift, df));
        return GroupSequentialPower.Power(Stages, equivalent);
    }

    /// <summary>Units over those of a single look with the same error rate and power, on the normal scale.</summary>
    public Measure InflationFactor()
    {
        if (Stages is not null)
        {
            return GroupSequentialPower.InflationFactor(Stages, design.TargetPower);
        }

        double ratio = Drift(Anytime ?? singleCritical, design.TargetPower) / Drift(singleCritical, design.TargetPower);
        return ratio * ratio;
    }

    /// <summary>Critical value at the planned end over that of a single look.</summary>
    public Measure WidthFactor() =>
        Anytime is { } critical ? critical / singleCritical
        : Stages is { } stages ? stages.Looks[^1].Boundary.Map(boundary => boundary / singleCritical)
        : 1;

    // Critical values are not negative, so that a drift this far the other way leaves nothing above the smallest double.
    private static double Tail(double critical, double df, double drift) =>
        drift < -LargestDrift ? 0
        : double.IsInfinity(df) ? StandardNormal.Survival(critical - drift)
        : NoncentralT.Survival(critical, df, drift);

    private double SingleNormal(double drift) => Normal(singleCritical, drift);

    private double Normal(double critical, double drift) =>
        StandardNormal.Survival(critical - drift) + (TwoSided ? StandardNormal.Survival(critical + drift) : 0);

    // 8 beyond the critical value no digit of a power is left; a two-sided power at alpha is that of no effect.
    private double NormalDrift(double power) =>
        !TwoSided ? singleCritical - StandardNormal.InverseSurvival(Math.Clamp(power, 1e-300, SingleNormal(singleCritical + 8)))
        : power >= SingleNormal(singleCritical + 8) ? singleCritical + 8
        : power <= SingleNormal(1e-6) ? 0
        : Drift(singleCritical, power);

    private double Drift(double critical, double power) => Monotone
        .Solve(d => Normal(critical, d), power, Math.Max(0.1, critical + StandardNormal.InverseSurvival(1 - power)), smallest: 1e-9, largest: 1e6).Value;
}
