namespace GrpcExp.Cli.Seeds;

/// <summary>
/// xoshiro256** of Blackman and Vigna (2018), seeded by SplitMix64. Our own, because the committed files must come out
/// the same on every runtime and System.Random promises that for no version but its own.
/// </summary>
internal sealed class SeedRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A generator of its own for one purpose, so that a change in one experiment leaves the others as they are.</summary>
    public SeedRandom(ulong seed, string purpose)
    {
        // FNV-1a, 64 bits.
        var hash = 14695981039346656037UL;
        foreach (var character in purpose)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        var state = seed ^ hash;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>A generator in a known state, as the published test vectors give it.</summary>
    internal SeedRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    public ulong Next()
    {
        var result = ulong.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = ulong.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 to below the bound. The bias of the remainder is below 2⁻³² for the bounds used here.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number from low to below high.</summary>
    public long Between(long low, long high) => low + (long)(Next() % (ulong)(high - low));

    /// <summary>Fisher and Yates's shuffle, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    internal static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
