using Google.Protobuf.WellKnownTypes;
using GrpcExp.Evaluation;
using Control = GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Sync;

/// <summary>Conditions and attribute values of the contracts as those of the evaluator.</summary>
public static class ConditionMapping
{
    /// <summary>Ticks of 100 ns that a moment can be from 0001-01-01; what lies beyond is clamped.</summary>
    private static readonly long MaxUnixSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static readonly long MinUnixSeconds = DateTimeOffset.MinValue.ToUnixTimeSeconds();

    /// <summary>Maps a condition; null stays null, which is everybody.</summary>
    /// <param name="condition">The condition.</param>
    public static ConditionConfig? ToConfig(Control.Condition? condition)
    {
        if (condition is null)
        {
            return null;
        }

        var config = condition.KindCase switch
        {
            Control.Condition.KindOneofCase.Attribute => ConditionConfig.Where(
                condition.Attribute.Attribute,
                (ConditionOperator)condition.Attribute.Operator,
                [.. condition.Attribute.Values.Select(ToValue)]),
            Control.Condition.KindOneofCase.AllOf => ConditionConfig.AllOf(Parts(condition.AllOf)),
            Control.Condition.KindOneofCase.AnyOf => ConditionConfig.AnyOf(Parts(condition.AnyOf)),
            Control.Condition.KindOneofCase.Segment => ConditionConfig.InSegment(condition.Segment),
            _ => new ConditionConfig(),
        };
        return config with { Negated = condition.Negated };
    }

    /// <summary>Maps a value; one without a kind becomes <see cref="AttributeKind.None"/>.</summary>
    /// <param name="value">The value.</param>
    public static AttributeValue ToValue(Control.AttributeValue value) => value.KindCase switch
    {
        Control.AttributeValue.KindOneofCase.BoolValue => AttributeValue.Bool(value.BoolValue),
        Control.AttributeValue.KindOneofCase.StringValue => AttributeValue.Text(value.StringValue),
        Control.AttributeValue.KindOneofCase.IntValue => AttributeValue.Int(value.IntValue),
        Control.AttributeValue.KindOneofCase.DoubleValue => AttributeValue.Double(value.DoubleValue),
        Control.AttributeValue.KindOneofCase.TimestampValue => AttributeValue.Timestamp(ToMoment(value.TimestampValue)),
        Control.AttributeValue.KindOneofCase.ListValue => AttributeValue.TextList([.. value.ListValue.Values]),
        _ => default,
    };

    private static ConditionConfig[] Parts(Control.ConditionGroup group) =>
        [.. group.Conditions.Select(part => ToConfig(part)!)];

    // Timestamp.ToDateTimeOffset throws for values out of range, and an evaluation never does.
    internal static DateTimeOffset ToMoment(Timestamp timestamp) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(timestamp.Seconds, MinUnixSeconds, MaxUnixSeconds))
            .AddTicks(timestamp.Seconds >= MaxUnixSeconds ? 0 : Math.Clamp(timestamp.Nanos, 0, 999_999_999) / TimeSpan.NanosecondsPerTick);
}
