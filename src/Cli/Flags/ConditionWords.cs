using System.Globalization;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Flags;

/// <summary>Conditions in words.</summary>
internal static class ConditionWords
{
    /// <summary>For example <c>country in (DE, FR) and not in segment staff</c>; <c>everybody</c> without a condition.</summary>
    public static string Of(Condition? condition)
    {
        if (condition is null or { KindCase: Condition.KindOneofCase.None })
        {
            return condition is { Negated: true } ? "nobody" : "everybody";
        }

        var words = condition.KindCase switch
        {
            Condition.KindOneofCase.Attribute => Of(condition.Attribute),
            Condition.KindOneofCase.Segment => $"in segment {condition.Segment}",
            Condition.KindOneofCase.AllOf => Join(condition.AllOf, " and "),
            _ => Join(condition.AnyOf, " or "),
        };
        return condition.Negated ? $"not {words}" : words;
    }

    private static string Join(ConditionGroup group, string word) =>
        group.Conditions.Count == 1 ? Of(group.Conditions[0]) : $"({string.Join(word, group.Conditions.Select(Of))})";

    private static string Of(AttributeCondition condition)
    {
        var comparison = condition.Operator switch
        {
            Operator.Equals => "=",
            Operator.LessThan => "<",
            Operator.LessThanOrEqual => "≤",
            Operator.GreaterThan => ">",
            Operator.GreaterThanOrEqual => "≥",
            Operator.SemverEquals => "= version",
            Operator.SemverLessThan => "< version",
            Operator.SemverGreaterThan => "> version",
            Operator.Present => "is present",
            Operator.StartsWith => "starts with",
            Operator.EndsWith => "ends with",
            var other => other.ToString().ToLowerInvariant(),
        };
        var values = condition.Values.Select(Of).ToArray();
        return values switch
        {
            [] => $"{condition.Attribute} {comparison}",
            [var one] when condition.Operator != Operator.In => $"{condition.Attribute} {comparison} {one}",
            _ => $"{condition.Attribute} {comparison} ({string.Join(", ", values)})",
        };
    }

    private static string Of(AttributeValue value) => value.KindCase switch
    {
        AttributeValue.KindOneofCase.StringValue => value.StringValue,
        AttributeValue.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AttributeValue.KindOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AttributeValue.KindOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        AttributeValue.KindOneofCase.TimestampValue => value.TimestampValue.ToDateTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        AttributeValue.KindOneofCase.ListValue => $"[{string.Join(", ", value.ListValue.Values)}]",
        _ => "",
    };
}
