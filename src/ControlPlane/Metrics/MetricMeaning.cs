using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>
/// What a metric counts, apart from who owns it, where it stands and how its values are judged: the part of two definitions that makes
/// them one number under two names. The warehouse's <c>int_metric_pairs</c> compares the same parts.
/// </summary>
internal static class MetricMeaning
{
    private const int DefaultWindowHours = 336;
    private const int RetentionWindowHours = 24;
    private const string EventValue = "value";

    /// <summary>Equal for metrics that count the same, however their defaults and conditions were written.</summary>
    public static ByteString Of(Metric metric)
    {
        var meaning = new Metric
        {
            Type = metric.Type,
            EventName = metric.EventName,
            ValueField = ReadsValues(metric) ? FieldOf(metric.ValueField) : "",
            AttributionWindowHours = metric switch
            {
                { Type: MetricType.Retention } => RetentionWindowHours,
                { AttributionWindowHours: 0 } => DefaultWindowHours,
                _ => metric.AttributionWindowHours,
            },
            AttributionStart = metric.AttributionStart == AttributionStart.Exposure ? AttributionStart.Exposure : AttributionStart.Assignment,
            NumeratorAggregation = metric.NumeratorAggregation,
            Quantile = metric.Quantile,
            RetentionDay = metric.RetentionDay,
            ThresholdCount = metric.ThresholdCount,
            Filters = { Sorted(metric.Filters) },
        };
        if (metric.Denominator is { } denominator)
        {
            meaning.Denominator = new RatioDenominator
            {
                EventName = denominator.EventName,
                Aggregation = denominator.Aggregation,
                ValueField = denominator.Aggregation == MetricAggregation.Sum ? FieldOf(denominator.ValueField) : "",
                Filters = { Sorted(denominator.Filters) },
            };
        }

        return meaning.ToByteString();
    }

    /// <summary>A key without case, separators and plural: what people take for one name.</summary>
    public static string NameOf(string key) =>
        string.Concat(key.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant().TrimEnd('s');

    /// <summary>True when the values of events are read, and not only that there are events.</summary>
    public static bool ReadsValues(Metric metric) => metric.Type is MetricType.Mean or MetricType.Sum or MetricType.Quantile
        || (metric.Type == MetricType.Ratio && metric.NumeratorAggregation == MetricAggregation.Sum);

    private static string FieldOf(string valueField) => valueField.Length > 0 ? valueField : EventValue;

    // All conditions must hold, so their order says nothing.
    private static IEnumerable<MetricFilter> Sorted(IEnumerable<MetricFilter> filters) =>
        filters.OrderBy(filter => Convert.ToHexString(filter.ToByteArray()), StringComparer.Ordinal);
}
