using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>The kinds of values that flags have.</summary>
internal static class FlagKinds
{
    public static readonly FlagKind<bool> Bool = new(FlagType.Bool, FlagValue.KindOneofCase.BoolValue, static value => value.BoolValue);

    public static readonly FlagKind<string> Text = new(FlagType.String, FlagValue.KindOneofCase.StringValue, static value => value.StringValue);

    public static readonly FlagKind<long> Int = new(FlagType.Int, FlagValue.KindOneofCase.IntValue, static value => value.IntValue);

    public static readonly FlagKind<double> Double = new(FlagType.Double, FlagValue.KindOneofCase.DoubleValue, static value => value.DoubleValue);

    public static readonly FlagKind<string> JsonText = new(FlagType.Json, FlagValue.KindOneofCase.JsonValue, static value => value.JsonValue);

    public static FlagKind<T> Json<T>(JsonTypeInfo<T> type) => new(
        FlagType.Json,
        FlagValue.KindOneofCase.JsonValue,
        value => JsonSerializer.Deserialize(value.JsonValue, type) ?? throw new JsonException("it is null"));
}
