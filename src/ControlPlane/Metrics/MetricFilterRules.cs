using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using MetricFilter = GrpcExp.Contracts.Control.V1.MetricFilter;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Decides whether conditions on events make sense.</summary>
internal static class MetricFilterRules
{
    public static void Check(Violations violations, string field, IReadOnlyList<MetricFilter> filters)
    {
        violations.AddIf(filters.Count > Limits.MetricFilters, field, $"has {filters.Count} conditions, over the limit of {Limits.MetricFilters}");
        for (var i = 0; i < filters.Count; i++)
        {
            Check(violations, $"{field}[{i}]", filters[i]);
        }
    }

    private static void Check(Violations violations, string field, MetricFilter filter)
    {
        violations.AddIf(string.IsNullOrWhiteSpace(filter.Property), $"{field}.property", $"is empty: give 1 to {Limits.EventNameLength} characters");
        PropertyRules.Check(violations, $"{field}.property", filter.Property);
        EnumRules.Check(violations, $"{field}.operator", filter.Operator, isRequired: true);
        violations.Text($"{field}.value", filter.Value, Limits.FilterValueLength);
        violations.AddIf(filter.Values.Count > Limits.FilterValues, $"{field}.values", $"has {filter.Values.Count} values, over the limit of {Limits.FilterValues}");
        for (var i = 0; i < filter.Values.Count; i++)
        {
            violations.Text($"{field}.values[{i}]", filter.Values[i], Limits.FilterValueLength);
        }

        if (Enum.IsDefined(filter.Operator) && filter.Operator != MetricFilterOperator.Unspecified)
        {
            CheckValues(violations, field, filter);
        }
    }

    private static void CheckValues(Violations violations, string field, MetricFilter filter)
    {
        var word = EnumRules.Word(filter.Operator);
        var isList = filter.Operator == MetricFilterOperator.In;
        violations.AddIf(isList && filter.Values.Count == 0, $"{field}.values", "is empty: give at least one value");
        violations.AddIf(!isList && filter.Values.Count > 0, $"{field}.values", $"is given for {word}: take it out");
        violations.AddIf(
            filter.Value.Length > 0 && filter.Operator is MetricFilterOperator.In or MetricFilterOperator.Present, $"{field}.value", $"is given for {word}: take it out");
        var condition = MetricFilters.Of(filter);
        for (var i = 0; condition.IsNumeric && i < condition.Values.Count; i++)
        {
            violations.AddIf(
                !Warehouse.Definitions.MetricFilter.IsNumber(condition.Values[i]),
                isList ? $"{field}.values[{i}]" : $"{field}.value",
                $"'{Violations.Shown(condition.Values[i])}' is refused: {word} takes a finite number here, for example 10 or 0.5");
        }
    }
}
