using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>Whether two definitions mean the same: a default that is written out is the default still.</summary>
internal static class MetricEquality
{
    private const int DefaultWindowHours = 336;
    private const int RetentionWindowHours = 24;
    private const string EventValue = "value";

    public static bool Same(Metric one, Metric other) => Meaning(one).Equals(Meaning(other));

    private static Metric Meaning(Metric metric)
    {
        var meaning = metric.Clone();
        meaning.Version = 0;
        meaning.Deprecated = false;
        meaning.Replacement = "";
        meaning.Etag = "";
        meaning.CreateTime = null;
        meaning.Warnings.Clear();
        meaning.ValueField = FieldOf(metric.ValueField);
        meaning.AttributionWindowHours = metric switch
        {
            { AttributionWindowHours: not 0 } => metric.AttributionWindowHours,
            { Type: MetricType.Retention } => RetentionWindowHours,
            _ => DefaultWindowHours,
        };
        meaning.AttributionStart = metric.AttributionStart == AttributionStart.Unspecified ? AttributionStart.Assignment : metric.AttributionStart;
        meaning.MissingValueRule = metric.MissingValueRule == MissingValueRule.Unspecified ? MissingValueRule.Zero : metric.MissingValueRule;
        if (meaning.Denominator is { } denominator)
        {
            denominator.ValueField = FieldOf(denominator.ValueField);
        }

        return meaning;
    }

    private static string FieldOf(string valueField) => valueField.Length > 0 ? valueField : EventValue;
}
