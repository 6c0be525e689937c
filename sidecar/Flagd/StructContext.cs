using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>Reads the context of a request.</summary>
internal static class StructContext
{
    public static OpenFeatureContext Read(Struct? context)
    {
        if (context is null || context.Fields.Count == 0)
        {
            return OpenFeatureContext.Empty;
        }

        string? unit = null;
        bool? recordExposures = null;
        var attributes = new List<UnitAttribute>(context.Fields.Count);
        foreach (var (name, value) in context.Fields)
        {
            if (name == OpenFeatureNames.TargetingKey)
            {
                unit = value.KindCase == Value.KindOneofCase.StringValue ? value.StringValue : null;
            }
            else if (name == OpenFeatureNames.RecordExposures)
            {
                recordExposures = value.KindCase == Value.KindOneofCase.BoolValue ? value.BoolValue : null;
            }
            else if (ToAttribute(value) is { Kind: not AttributeKind.None } attribute)
            {
                attributes.Add(new UnitAttribute(name, attribute));
            }
        }

        return new OpenFeatureContext(unit, [.. attributes], recordExposures);
    }

    private static AttributeValue ToAttribute(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => AttributeValue.Bool(value.BoolValue),
        Value.KindOneofCase.NumberValue => AttributeValue.Double(value.NumberValue),
        Value.KindOneofCase.StringValue => AttributeValue.Text(value.StringValue),
        Value.KindOneofCase.ListValue => AttributeValue.TextList(Texts(value.ListValue.Values)),
        _ => default,
    };

    private static string[] Texts(RepeatedField<Value> values) =>
        [.. values.Where(value => value.KindCase == Value.KindOneofCase.StringValue).Select(value => value.StringValue)];
}
