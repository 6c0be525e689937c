namespace GrpcExp.Sync;

/// <summary>
/// Waits between attempts, 1.6 times longer each time, with full jitter: across a network 0.5 s up to 30 s, reset after
/// 60 s of health; to a socket of this machine 50 ms up to 5 s, reset after 5 s.
/// </summary>
public sealed class Backoff
{
    private const double Growth = 1.6;

    private readonly Random _random;
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly TimeSpan _healthy;
    private TimeSpan _bound;

    /// <summary>Waits for something across a network.</summary>
    /// <param name="random">Chance, so that a fleet does not come back all at once.</param>
    public Backoff(Random random)
        : this(random, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60))
    {
    }

    private Backoff(Random random, TimeSpan first, TimeSpan longest, TimeSpan healthy)
    {
        _random = random;
        _first = _bound = first;
        _longest = longest;
        _healthy = healthy;
    }

    /// <summary>Waits for something on this machine.</summary>
    /// <param name="random">Chance, so that the processes of a machine do not come back all at once.</param>
    public static Backoff Local(Random random) =>
        new(random, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

    /// <summary>The next wait.</summary>
    /// <param name="health">How long the last attempt held.</param>
    /// <returns>Zero up to the current bound.</returns>
    public TimeSpan Next(TimeSpan health)
    {
        if (health >= _healthy)
        {
            _bound = _first;
        }

        var wait = _bound * _random.NextDouble();
        _bound = TimeSpan.FromTicks(Math.Min((_bound * Growth).Ticks, _longest.Ticks));
        return wait;
    }
}
