using System.Diagnostics;

namespace GrpcExp.Load.Engine;

/// <summary>The machine's clock. Waits asleep where the wait is long enough for it, and spins through the rest.</summary>
internal sealed class StopwatchPace : Pace
{
    /// <summary>
    /// Shortest sleep. Whatever falls due meanwhile is started together, so at high rates the injector is late by up to
    /// this much: the price of leaving the processor to what is measured instead of spinning on it.
    /// </summary>
    private const long ShortestSleep = 50_000;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public override long Now => (long)(Stopwatch.GetTimestamp() * NanosecondsPerTick);

    public override void WaitUntil(long moment)
    {
        for (var rest = moment - Now; rest > 0; rest = moment - Now)
        {
            ShortSleep.For(Math.Max(rest, ShortestSleep));
        }
    }
}
