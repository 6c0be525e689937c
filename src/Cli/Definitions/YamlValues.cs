using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Definitions;

/// <summary>Scalars of YAML that say by themselves what they are: quoted ones are texts, plain ones what they look like.</summary>
internal static class YamlValues
{
    /// <summary>A moment; UTC unless it names an offset. Null when it is none.</summary>
    public static Timestamp? Time(YamlNode node) =>
        node is YamlScalarNode { Value: { } text } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Timestamp.FromDateTimeOffset(time)
            : null;

    /// <summary>A value of an attribute; null when the node is no scalar.</summary>
    public static AttributeValue? Attribute(YamlNode node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } => Plain(text),
        YamlScalarNode { Value: { } text } => new AttributeValue { StringValue = text },
        _ => null,
    };

    private static AttributeValue Plain(string text)
    {
        if (text is "true" or "false")
        {
            return new AttributeValue { BoolValue = text == "true" };
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return new AttributeValue { IntValue = whole };
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return new AttributeValue { DoubleValue = number };
        }

        // Only with a time of day: 2026-03-01 alone may well be a text.
        return text.Contains('T', StringComparison.Ordinal) && char.IsAsciiDigit(text[0]) && Time(new YamlScalarNode(text)) is { } time
            ? new AttributeValue { TimestampValue = time }
            : new AttributeValue { StringValue = text };
    }
}
