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
    private long _maximum;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Maximum => FromNanoseconds(Interlocked.Read(ref _maximum));

    public void Record(TimeSpan latency)
    {
        var nanoseconds = Math.Max(0, latency.Ticks * 100);
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
                return FromNanoseconds(UpperEdge(i));
            }
        }

        return TimeSpan.Zero;
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
