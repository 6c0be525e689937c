using System.Diagnostics;
using GrpcExp.Load.Engine;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Load.Targets;

/// <summary>Batches sent to an ingestor on several connections, each as soon as the one before it is committed.</summary>
internal sealed class IngestLoad(int connections)
{
    /// <summary>Sends all batches.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="batches">How many.</param>
    /// <param name="send">Makes and sends batch i.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The measurement, whose answers are batches, and the rows that were accepted, duplicates, and refused.</returns>
    public async Task<(Measurement Measurement, long Accepted, long Duplicate, long Rejected)> RunAsync(
        string name, int batches, Func<int, Task<(IngestResult Result, TimeSpan Took)>> send, CancellationToken cancellation)
    {
        var latency = new LatencyHistogram();
        var next = -1;
        long accepted = 0, duplicate = 0, rejected = 0;
        var meter = new ProcessorMeter([]);
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Increment(ref next) is var batch && batch < batches)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var (result, took) = await send(batch);
                    latency.Record((long)took.TotalNanoseconds);
                    Interlocked.Add(ref accepted, result.Accepted);
                    Interlocked.Add(ref duplicate, result.Duplicate);
                    Interlocked.Add(ref rejected, result.Rejected.Count);
                }
            },
            cancellation)));
        var elapsed = Stopwatch.GetElapsedTime(begin);
        var measurement = new Measurement
        {
            Name = name,
            AchievedPerSecond = batches / elapsed.TotalSeconds,
            Elapsed = elapsed,
            Ok = batches,
            Latency = LatencySummary.Of(latency),
            FromStart = LatencySummary.Of(latency),
            Histogram = latency.Bins(),
            Processors = meter.Read(),
        };
        return (measurement, accepted, duplicate, rejected);
    }

    /// <summary>Times one call.</summary>
    public static async Task<(IngestResult Result, TimeSpan Took)> TimedAsync(Func<Task<IngestResult>> call)
    {
        var begin = Stopwatch.GetTimestamp();
        var result = await call();
        return (result, Stopwatch.GetElapsedTime(begin));
    }
}
