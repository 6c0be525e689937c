using static GrpcExp.Warehouse.Definitions.DefinitionRules;

namespace GrpcExp.Warehouse.Definitions;

/// <summary>What must hold in a metric's definition before models can rely on it.</summary>
internal static class MetricDefinitionRules
{
    private static readonly string[] Tiers = ["north_star", "driver", "guardrail", "diagnostic"];

    public static void Check(List<string> problems, MetricDefinition metric)
    {
        var name = $"Metric {metric.Key} version {metric.Version}";
        Require(problems, Tiers.Contains(metric.Tier), $"{name} has tier {metric.Tier}; use one of {string.Join(", ", Tiers)}.");
        Require(problems, metric.Version >= 1, $"{name}: versions start at 1.");
        Require(problems, metric.AttributionWindowHours is null or > 0, $"{name} has a window of {metric.AttributionWindowHours} hours; it must be positive.");
        Require(problems, metric.NonInferiorityMargin is null or (> 0 and <= 1), $"{name} has margin {metric.NonInferiorityMargin}; it is a fraction above 0, for example 0.01, or none.");
        Require(problems, metric.MinimumEffect is null or (> 0 and <= 100), $"{name} has minimum effect {metric.MinimumEffect}; it is a fraction above 0, for example 0.01, or none.");
        CheckCap(problems, name, metric);
        CheckType(problems, name, metric);
        CheckFilters(problems, name, metric.Filters);
        CheckFilters(problems, $"{name}: the denominator", metric.Denominator?.Filters ?? []);
    }

    private static void CheckCap(List<string> problems, string name, MetricDefinition metric)
    {
        Require(problems, metric.CapPercentile is null or (> 0 and < 100), $"{name} has cap percentile {metric.CapPercentile}; it must lie between 0 and 100.");
        Require(problems, metric.CapPercentile is null || metric.CapValue is null, $"{name} has two caps; keep the percentile or the value.");
        Require(problems, metric.CapValue is null || double.IsFinite(metric.CapValue.Value), $"{name} has cap {metric.CapValue}; it must be a finite number.");
        Require(
            problems,
            (!metric.IsZeroOrOne && metric.Type is not (MetricType.Ratio or MetricType.Quantile)) || (metric.CapPercentile is null && metric.CapValue is null),
            $"{name} is a {Word(metric)}; a cap has no meaning there.");
    }

    private static void CheckType(List<string> problems, string name, MetricDefinition metric)
    {
        var isRatio = metric.Type is MetricType.Ratio;
        Require(
            problems,
            metric.ReadsValues || metric.ValueField == MetricDefinition.EventValue,
            $"{name} is a {metric.Type} and reads no values; leave its value field out.");
        CheckName(problems, $"{name} has value field", metric.ValueField);
        Require(problems, metric.EventName.Length > 0 || metric.Type is MetricType.Sessions, $"{name} has no event name; only sessions do without.");
        Require(problems, isRatio == metric.NumeratorAggregation is not null, $"{name} is a {Word(metric)}; {(isRatio ? "say how its numerator is added up" : "only a ratio adds up a numerator")}.");
        Require(problems, isRatio == metric.Denominator is not null, $"{name} is a {Word(metric)}; {(isRatio ? "give what it divides by" : "only a ratio has a denominator")}.");
        if (metric.Denominator is { } denominator)
        {
            Require(problems, denominator.EventName.Length > 0, $"{name} has a denominator without an event name; name the events it counts.");
            CheckName(problems, $"{name} has a denominator with value field", denominator.ValueField);
        }

        Require(
            problems,
            metric.Type is MetricType.Quantile ? metric.Quantile is > 0 and < 1 : metric.Quantile is null,
            $"{name} is a {Word(metric)} with quantile {metric.Quantile}; a quantile, and it alone, has one between 0 and 1.");
        Require(
            problems,
            metric.Type is MetricType.Activation ? metric.ThresholdCount is >= 1 : metric.ThresholdCount is null,
            $"{name} is a {Word(metric)} with threshold {metric.ThresholdCount}; an activation, and it alone, has one of at least 1 event.");
        Require(
            problems,
            metric.Type is MetricType.Retention ? metric.WindowDelayHours > 0 && metric.WindowDelayHours % 24 == 0 : metric.WindowDelayHours == 0,
            $"{name} is a {Word(metric)} with a delay of {metric.WindowDelayHours} hours; a retention, and it alone, has 24 a day.");
        Require(
            problems,
            metric.Type is not MetricType.Retention || metric.AttributionWindowHours is null or MetricDefinition.RetentionWindowHours,
            $"{name} is a retention with a window of {metric.AttributionWindowHours} hours; it is always {MetricDefinition.RetentionWindowHours}, leave it out.");
    }

    private static void CheckFilters(List<string> problems, string name, IReadOnlyList<MetricFilter> filters)
    {
        foreach (var filter in filters)
        {
            CheckName(problems, $"{name} has a condition on property", filter.Property);
            var fits = filter.Operator switch
            {
                FilterOperator.Present => filter.Values.Count == 0,
                FilterOperator.In => filter.Values.Count > 0,
                _ => filter.Values.Count == 1,
            };
            Require(problems, fits, $"{name} has a condition on {filter.Property} with {filter.Values.Count} values, which {filter.OperatorName} does not take.");
            foreach (var value in filter.IsNumeric ? filter.Values.Where(value => !MetricFilter.IsNumber(value)) : [])
            {
                problems.Add($"{name} has a condition on {filter.Property} with value {value}; {filter.OperatorName} takes a number there.");
            }
        }
    }

    // Models look a member up by its quoted name.
    private static void CheckName(List<string> problems, string what, string name) =>
        Require(problems, name.Length > 0 && name.IndexOfAny(['"', '\\']) < 0, $"{what} '{name}'; name a property, without quotes and backslashes.");

    private static string Word(MetricDefinition metric) => Ingestion.RawNames.Of(metric.Type);
}
