namespace GrpcExp.Load.Populations;

/// <summary>
/// Random numbers that are a pure function of a seed and of what they are for, so that any row can be made again without
/// the rows before it. The sequence is SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
internal struct Draws
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <param name="seed">Of the population.</param>
    /// <param name="purpose">What is drawn: another purpose is another sequence.</param>
    /// <param name="first">Which one, for example the unit.</param>
    /// <param name="second">Which one within that.</param>
    public Draws(int seed, DrawPurpose purpose, int first, int second = 0) =>
        _state = Mix(Mix(((ulong)(uint)seed << 8) | (byte)purpose) ^ (((ulong)(uint)first << 32) | (uint)second));

    /// <summary>All 64 bits.</summary>
    public ulong Bits() => Mix(_state += Golden);

    /// <summary>A whole number from 0 to <paramref name="below"/> − 1, equally likely but for 1 in 2⁶⁴ ÷ below.</summary>
    public int Below(int below) => (int)Math.BigMul(Bits(), (ulong)below, out _);

    /// <summary>From 0 to 1, exclusive, in steps of 2⁻⁵³.</summary>
    public double Share() => (Bits() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
