using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GrpcExp.ControlPlane.Telemetry;

/// <summary>One piece of work as a span and a duration; it has failed unless somebody says how it ended.</summary>
internal sealed class Operation : IDisposable
{
    private const string Failed = "error";

    private readonly Activity? _span;
    private readonly Histogram<double> _durations;
    private readonly TimeProvider _time;
    private readonly long _began;
    private TagList _tags;
    private string _outcome = Failed;

    private Operation(Activity? span, Histogram<double> durations, TimeProvider time)
    {
        _span = span;
        _durations = durations;
        _time = time;
        _began = time.GetTimestamp();
    }

    /// <param name="name">Name of the span.</param>
    /// <param name="durations">Takes the duration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tags">Tags of both; few values, because each combination is a series of its own.</param>
    public static Operation Begin(string name, Histogram<double> durations, TimeProvider time, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var operation = new Operation(Signals.Spans.StartActivity(name), durations, time);
        foreach (var tag in tags)
        {
            operation._tags.Add(tag);
            operation._span?.SetTag(tag.Key, tag.Value);
        }

        return operation;
    }

    /// <summary>Says how it ended, in one word.</summary>
    public void End(string outcome) => _outcome = outcome;

    public void Dispose()
    {
        _tags.Add("grpcexp.outcome", _outcome);
        _durations.Record(_time.GetElapsedTime(_began).TotalSeconds, _tags);
        _span?.SetTag("grpcexp.outcome", _outcome);
        if (_outcome == Failed)
        {
            _span?.SetStatus(ActivityStatusCode.Error);
        }

        _span?.Dispose();
    }
}
