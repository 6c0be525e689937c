using System.Text.Json;

namespace GrpcExp.Analysis.Reports;

/// <summary>Enum names as the JSON contract spells them.</summary>
internal static class JsonNames
{
    /// <summary><c>do_not_ship</c>.</summary>
    public static string Lower(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary><c>DO_NOT_SHIP</c>.</summary>
    public static string Upper(Enum value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
