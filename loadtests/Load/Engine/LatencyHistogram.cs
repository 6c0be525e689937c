using System.Numerics;

namespace GrpcExp.Load.Engine;

/// <summary>
/// Counts latencies in logarithmic buckets with 64 linear steps each, so that any quantile is within
/// 1/64 (1.6 %) of the truth from 1 ns to 5 minutes in 20 kB. Thread-safe.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;
    private readonly long[] _counts = new long[64 * Steps];
    private long _count;
    private long _sum;
    private long _maximum;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Maximum => FromNanoseconds(Interlocked.Read(ref _maximum));

    /// <summary>Zero when nothing was counted.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : FromNanoseconds(Interlocked.Read(ref _sum) / Count);

    /// <param name="nanoseconds">A latency; below zero counts as zero.</param>
    public void Record(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        Interlocked.Add(ref _sum, nanoseconds);
        Interlocked.Increment(ref _counts[IndexOf(nanoseconds)]);
        Interlocked.Increment(ref _count);
        var seen = Interlocked.Read(ref _maximum);
        while (nanoseconds > seen)
        {
            var before = Interlocked.CompareExchange(ref _maximum, nanoseconds, seen);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }
    }

    /// <summary>The upper edge of the bucket in which the quantile lies; zero when nothing was counted.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    public TimeSpan Quantile(double quantile)
    {
        var wanted = (long)Math.Ceiling(quantile * Count);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += Interlocked.Read(ref _counts[i]);
            if (seen >= wanted && seen > 0)
            {
                return FromNanoseconds(Math.Min(UpperEdge(i), Interlocked.Read(ref _maximum)));
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>The counts in half octaves (edges at 1 and √2 times the powers of two of a nanosecond), from the first to the last that holds any.</summary>
    public IReadOnlyList<HistogramBin> Bins()
    {
        var bins = new List<HistogramBin>();
        // Steps are linear inside an octave: 27 of 64 reach the factor √2.
        const int half = 27;
        for (var start = 2 * Steps; start < 58 * Steps; start += Steps)
        {
            bins.Add(Bin(start, start + half));
            bins.Add(Bin(start + half, start + Steps));
        }

        var first = bins.FindIndex(b => b.Count > 0);
        return first < 0 ? [] : bins[first..(bins.FindLastIndex(b => b.Count > 0) + 1)];
    }

    private HistogramBin Bin(int start, int end)
    {
        // What is shorter than the first edge (128 ns) is shorter than any call; it counts into the first bin.
        var from = start == 2 * Steps ? 0 : start;
        return new HistogramBin(FromNanoseconds(UpperEdge(start - 1)), FromNanoseconds(UpperEdge(end - 1)), _counts.AsSpan(from..end).ToArray().Sum());
    }

    private static int IndexOf(long value)
    {
        var exponent = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value | 1) - StepBits);
        return (exponent * Steps) + (int)(value >> exponent);
    }

    private static long UpperEdge(int index)
    {
        // The first bucket is linear over two spans of steps, since IndexOf keeps the leading bit.
        var exponent = index < 2 * Steps ? 0 : (index / Steps) - 1;
        var mantissa = index - (exponent * Steps);
        return ((long)(mantissa + 1) << exponent) - 1;
    }

    private static TimeSpan FromNanoseconds(long nanoseconds) => TimeSpan.FromTicks((nanoseconds + 50) / 100);
}
