namespace GrpcExp.Statistics.Bayesian;

/// <summary>One arm among several.</summary>
/// <param name="Posterior">Mean, deviation and equal-tailed credible interval of its value.</param>
/// <param name="ChanceBest">P(its value is the largest of all), in [0, 1]; the chances of all arms add up to 1.</param>
/// <param name="ExpectedLoss">E(largest value − its value) ≥ 0, in the metric's unit: what choosing it costs on average.</param>
public sealed record RankedArm(Estimate Posterior, Measure ChanceBest, Measure ExpectedLoss)
{
    /// <summary>A posterior that is null is improper, and leaves every arm without a rank.</summary>
    internal static IReadOnlyList<RankedArm> RankProper(IReadOnlyList<ArmPosterior?> arms, double alpha) => arms.Contains(null)
        ? Absent(AbsenceReason.ImproperPosterior, arms.Count, alpha)
        : Rank([.. arms.OfType<ArmPosterior>()], alpha);

    internal static IReadOnlyList<RankedArm> Rank(IReadOnlyList<ArmPosterior> arms, double alpha)
    {
        var ranking = new PosteriorRanking(arms);
        return [.. arms.Select((arm, i) => new RankedArm(RateComparison.PosteriorOf(arm, alpha), ranking.ChanceBest(i), ranking.ExpectedLoss(i)))];
    }

    internal static IReadOnlyList<RankedArm> Absent(AbsenceReason reason, int count, double alpha) =>
        [.. Enumerable.Repeat(new RankedArm(Estimate.Absent(reason, 1 - alpha), Measure.Absent(reason), Measure.Absent(reason)), count)];

    internal static void RequireSeveral(int count, string parameter)
    {
        if (count < 2)
        {
            throw new ArgumentException($"Ranking needs at least two arms; there are {count}.", parameter);
        }
    }
}
