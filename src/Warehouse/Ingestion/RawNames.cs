using System.Text.Json;

namespace GrpcExp.Warehouse.Ingestion;

/// <summary>The spelling of enum members in raw tables: lower snake case.</summary>
internal static class RawNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
