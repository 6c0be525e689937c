using System.Globalization;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Flags;

/// <summary>Reads attributes that a person typed: true and false, numbers, everything else as text; quotes make text of anything.</summary>
internal static class AttributeTexts
{
    public static AttributeValue Of(string text) => text switch
    {
        "true" or "false" => new AttributeValue { BoolValue = text == "true" },
        ['"', .. var inner, '"'] => new AttributeValue { StringValue = inner },
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => new AttributeValue { IntValue = whole },
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => new AttributeValue { DoubleValue = number },
        _ => new AttributeValue { StringValue = text },
    };
}
