using GrpcExp.Statistics.Bayesian;

namespace GrpcExp.Statistics.Bandits;

/// <summary>
/// Allocates the traffic of a bandit. Weights follow from integrals, not from draws: the same data give the same weights, and an arm whose
/// chance is one in a million is not left to luck. Assignments stay sticky; a new allocation is for units that come after it.
/// </summary>
/// <remarks>
/// W. R. Thompson, Biometrika 25 (1933); in batches: S. L. Scott, "A Modern Bayesian Look at the Multi-Armed Bandit" (2010). Top-two: D. Russo,
/// "Simple Bayesian Algorithms for Best-Arm Identification", Operations Research 68 (2020).
/// </remarks>
public static class ThompsonSampling
{
    /// <summary>Each arm's share is the chance that it is the best: good while the experiment runs, since a bad arm soon costs little.</summary>
    /// <param name="arms">What <see cref="BetaBinomial.Rank"/> or its neighbours say of at least two arms.</param>
    /// <param name="floor">Least weight of every arm in basis points, default 100 (1 %), so that each can still recover.</param>
    public static BanditAllocation Allocate(IReadOnlyList<RankedArm> arms, int floor = 100) => Divide(arms, floor, chances => chances);

    /// <summary>
    /// Top-two: with probability <paramref name="toBest"/> the arm that a draw says is best, otherwise the best of a draw that says another one. Never
    /// gives a leader everything, and so finds the best arm sooner.
    /// </summary>
    /// <param name="arms">What <see cref="BetaBinomial.Rank"/> or its neighbours say of at least two arms.</param>
    /// <param name="toBest">β in (0, 1), default ½.</param>
    /// <param name="floor">Least weight of every arm in basis points, default 100 (1 %).</param>
    public static BanditAllocation AllocateTopTwo(IReadOnlyList<RankedArm> arms, double toBest = 0.5, int floor = 100)
    {
        if (!(toBest is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(toBest), toBest, "The share of the best arm must lie strictly between 0 and 1, e.g. 0.5.");
        }

        return Divide(arms, floor, chances => TopTwo(chances, toBest));
    }

    // Chance that arm i is measured: first it wins itself, or first another does and then it wins among the rest.
    private static double[] TopTwo(double[] chances, double toBest)
    {
        // 1 − chance as the sum of the others, which holds its digits for a sure leader.
        double[] others = [.. chances.Select((_, j) => chances.Where((_, i) => i != j).Sum())];
        return [.. chances.Select((chance, i) => chance * (toBest + (1 - toBest) * chances.Select((c, j) => j == i || others[j] == 0 ? 0 : c / others[j]).Sum()))];
    }

    private static BanditAllocation Divide(IReadOnlyList<RankedArm> arms, int floor, Func<double[], double[]> rule)
    {
        ArgumentNullException.ThrowIfNull(arms);
        RankedArm.RequireSeveral(arms.Count, nameof(arms));
        BasisPoints.Require(floor, arms.Count);
        if (arms.Any(arm => !arm.ChanceBest.IsPresent))
        {
            return new BanditAllocation(BasisPoints.Divide([.. arms.Select(_ => 1.0)], 0), [.. arms.Select(arm => Unranked(arms, arm))]);
        }

        double[] shares = rule([.. arms.Select(arm => arm.ChanceBest.Value)]);
        return new BanditAllocation(BasisPoints.Divide(shares, floor), [.. shares.Select(Measure.Of)]);
    }

    private static Measure Unranked(IReadOnlyList<RankedArm> arms, RankedArm arm) =>
        arm.ChanceBest.IsPresent ? Measure.Absent(arms.First(one => !one.ChanceBest.IsPresent).ChanceBest.Reason!.Value) : arm.ChanceBest;
}
