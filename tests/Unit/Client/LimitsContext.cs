using System.Text.Json.Serialization;

namespace GrpcExp.Unit.Client;

/// <summary>Reads <see cref="Limits"/> without reflection.</summary>
[JsonSerializable(typeof(Limits))]
internal sealed partial class LimitsContext : JsonSerializerContext;
