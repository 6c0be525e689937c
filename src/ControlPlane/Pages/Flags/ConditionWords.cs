using System.Globalization;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Flags;

/// <summary>Targeting in words.</summary>
internal static class ConditionWords
{
    /// <summary>Whom a condition holds for: <c>everybody</c>, <c>country is DE or FR</c>.</summary>
    public static string Of(Condition? condition)
    {
        var words = condition?.KindCase switch
        {
            Condition.KindOneofCase.Attribute => Of(condition.Attribute),
            Condition.KindOneofCase.AllOf => Joined(condition.AllOf, " and ", "everybody"),
            Condition.KindOneofCase.AnyOf => Joined(condition.AnyOf, " or ", "nobody"),
            Condition.KindOneofCase.Segment => $"in segment {condition.Segment}",
            _ => "everybody",
        };
        return condition is { Negated: true } ? $"not ({words})" : words;
    }

    /// <summary>What a match gets: <c>treatment</c>, <c>50% control, 50% treatment</c>.</summary>
    public static string OutcomeOf(Rule rule) => rule.OutcomeCase == Rule.OutcomeOneofCase.Split
        ? string.Join(", ", rule.Split.Allocations.Select(allocation => $"{allocation.Ranges.Sum(range => range.End - range.Start) / 100.0:0.##}% {allocation.Variant}"))
        : rule.Variant;

    /// <summary>A value as it is written in rules.</summary>
    public static string ValueOf(FlagValue? value) => value?.KindCase switch
    {
        FlagValue.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        FlagValue.KindOneofCase.StringValue => $"“{value.StringValue}”",
        FlagValue.KindOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        FlagValue.KindOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        FlagValue.KindOneofCase.JsonValue => value.JsonValue,
        _ => "",
    };

    private static string Joined(ConditionGroup group, string between, string none) =>
        group.Conditions.Count == 0 ? none : string.Join(between, group.Conditions.Select(part => group.Conditions.Count > 1 && part.KindCase is Condition.KindOneofCase.AllOf or Condition.KindOneofCase.AnyOf ? $"({Of(part)})" : Of(part)));

    private static string Of(AttributeCondition condition)
    {
        var values = string.Join(" or ", condition.Values.Select(ValueOf));
        return condition.Operator == Operator.Present ? $"{condition.Attribute} is there" : $"{condition.Attribute} {VerbOf(condition.Operator)} {values}";
    }

    private static string VerbOf(Operator way) => way switch
    {
        Operator.Equals or Operator.In or Operator.SemverEquals => "is",
        Operator.Contains => "contains",
        Operator.StartsWith => "starts with",
        Operator.EndsWith => "ends with",
        Operator.Matches => "matches",
        Operator.LessThan => "is below",
        Operator.LessThanOrEqual => "is at most",
        Operator.GreaterThan => "is above",
        Operator.GreaterThanOrEqual => "is at least",
        Operator.Before => "is before",
        Operator.After => "is at or after",
        Operator.SemverLessThan => "is a version before",
        Operator.SemverGreaterThan => "is a version after",
        _ => "is",
    };

    private static string ValueOf(AttributeValue value) => value.KindCase switch
    {
        AttributeValue.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AttributeValue.KindOneofCase.StringValue => value.StringValue,
        AttributeValue.KindOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AttributeValue.KindOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        AttributeValue.KindOneofCase.TimestampValue => value.TimestampValue.ToDateTime().ToString("u", CultureInfo.InvariantCulture),
        AttributeValue.KindOneofCase.ListValue => string.Join(" or ", value.ListValue.Values),
        _ => "",
    };
}
