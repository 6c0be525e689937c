using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Statistics.Planning;

/// <summary>When results may be acted on: once, at a few planned looks, or at any time.</summary>
public sealed record PlannedLooks
{
    private PlannedLooks(int count, SpendingFunction? spending, bool anytime)
    {
        Count = count;
        Spending = spending;
        Anytime = anytime;
    }

    /// <summary>Once, when all units are in. The default.</summary>
    public static PlannedLooks Once { get; } = new(1, null, false);

    /// <summary>
    /// At any time, by a confidence sequence tuned to the planned units. Power is then that of the look at the plan: stopping at
    /// an earlier one that is significant only adds to it.
    /// </summary>
    public static PlannedLooks AtAnyTime { get; } = new(0, null, true);

    /// <summary>Looks planned; 1 for <see cref="Once"/>, 0 for <see cref="AtAnyTime"/>.</summary>
    public int Count { get; }

    /// <summary>How α is spent over several looks, else null.</summary>
    public SpendingFunction? Spending { get; }

    /// <summary>True for <see cref="AtAnyTime"/>.</summary>
    public bool Anytime { get; }

    /// <summary>A group-sequential test at equal steps of the units.</summary>
    /// <param name="count">Looks, 2 to <see cref="GroupSequentialDesign.MostLooks"/>, the last when all units are in.</param>
    /// <param name="spending">Default <see cref="SpendingFunction.OBrienFleming"/>.</param>
    public static PlannedLooks GroupSequential(int count, SpendingFunction? spending = null) =>
        count is >= 2 and <= GroupSequentialDesign.MostLooks
            ? new(count, spending ?? SpendingFunction.OBrienFleming, false)
            : throw new ArgumentOutOfRangeException(
                nameof(count), count, $"A group-sequential plan has 2 to {GroupSequentialDesign.MostLooks} looks; for one take Once.");
}
