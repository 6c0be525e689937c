using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GrpcExp.Storage;

/// <summary>What the store tells to whoever listens: a span and a duration for each write.</summary>
public static class StorageSignals
{
    /// <summary>Name of the source of spans and of the meter.</summary>
    public const string Name = "GrpcExp.Storage";

    private static readonly ActivitySource Spans = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Writes =
        Meter.CreateHistogram<double>("grpcexp.storage.write.duration", "s", "Time of a write, from waiting for its turn to its commit or refusal.");

    internal static async Task<T> WriteAsync<T>(string method, TimeProvider time, Func<Task<T>> write)
    {
        using var span = Spans.StartActivity("storage.write");
        span?.SetTag("grpcexp.method", method);
        var began = time.GetTimestamp();
        var outcome = "refused";
        try
        {
            var answer = await write().ConfigureAwait(false);
            outcome = "ok";
            return answer;
        }
        finally
        {
            span?.SetTag("grpcexp.outcome", outcome);
            Writes.Record(time.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("grpcexp.outcome", outcome));
        }
    }
}
