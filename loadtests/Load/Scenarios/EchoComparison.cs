using System.Diagnostics;
using GrpcExp.Load.Engine;
using GrpcExp.Load.Targets;

namespace GrpcExp.Load.Scenarios;

/// <summary>
/// Medians of one exchange at a time with the sidecar and with a bare echo of the same bytes, in short turns that
/// alternate, so that whatever else the machine does meets both.
/// </summary>
/// <param name="Lookup">Median over the turns of the lookups' medians.</param>
/// <param name="Echo">Median over the turns of the echoes' medians.</param>
/// <param name="Ratio">Median over the turns of the ratio of both.</param>
/// <param name="LowestRatio">Lowest ratio of a turn.</param>
/// <param name="HighestRatio">Highest ratio of a turn.</param>
internal sealed record EchoComparison(TimeSpan Lookup, TimeSpan Echo, double Ratio, double LowestRatio, double HighestRatio)
{
    /// <summary>Turns that count; two more before them warm both up.</summary>
    public const int Turns = 21;

    private const int WarmUpTurns = 2;
    private const int ExchangesATurn = 2_000;

    public static EchoComparison Run(RawLink sidecar, RawLink echo, byte[] frame, int answerBytes, CancellationToken cancellation)
    {
        var lookups = new List<double>();
        var echoes = new List<double>();
        for (var turn = -WarmUpTurns; turn < Turns; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            var lookup = Median(sidecar, frame, answerBytes);
            var bare = Median(echo, frame, answerBytes);
            if (turn >= 0)
            {
                lookups.Add(lookup);
                echoes.Add(bare);
            }
        }

        var ratios = lookups.Zip(echoes, (l, e) => l / e).Order().ToArray();
        return new EchoComparison(
            TimeSpan.FromMicroseconds(Middle(lookups)), TimeSpan.FromMicroseconds(Middle(echoes)), ratios[ratios.Length / 2], ratios[0], ratios[^1]);
    }

    // Microseconds.
    private static double Median(RawLink link, byte[] frame, int answerBytes)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < ExchangesATurn; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            link.Exchange(frame, answerBytes);
            histogram.Record((long)Stopwatch.GetElapsedTime(begin).TotalNanoseconds);
        }

        return histogram.Quantile(0.5).TotalMicroseconds;
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
