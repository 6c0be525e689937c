namespace GrpcExp.Sync;

/// <summary>Waits between attempts: 0.5 s, 1.6 times longer each time, at most 30 s, full jitter; reset after 60 s of health.</summary>
/// <param name="random">Chance, so that a fleet does not come back all at once.</param>
public sealed class Backoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(60);
    private const double Growth = 1.6;

    private TimeSpan _bound = First;

    /// <summary>The next wait.</summary>
    /// <param name="health">How long the last attempt held.</param>
    /// <returns>Zero up to the current bound.</returns>
    public TimeSpan Next(TimeSpan health)
    {
        if (health >= Healthy)
        {
            _bound = First;
        }

        var wait = _bound * random.NextDouble();
        _bound = TimeSpan.FromTicks(Math.Min((_bound * Growth).Ticks, Longest.Ticks));
        return wait;
    }
}
