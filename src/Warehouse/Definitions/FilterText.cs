using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GrpcExp.Warehouse.Definitions;

/// <summary>
/// The text of a filter, which is its identity: filters with the same text keep the same events, so models read them once.
/// Conditions stay in the order given.
/// </summary>
public static partial class FilterText
{
    // Only quotes and backslashes need an escape; a person reads the rest as it was written.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For example <c>plan equals "pro" and amount greater_than 10</c>; empty without conditions.</summary>
    public static string Of(IEnumerable<MetricFilter> filters) => string.Join(" and ", filters.Select(Of));

    /// <summary>Texts as a JSON array.</summary>
    internal static string Quoted(IEnumerable<string> texts) => JsonSerializer.Serialize(texts, Readable);

    private static string Of(MetricFilter filter)
    {
        // A name with spaces could read like a condition; quoted it cannot.
        var property = Plain().IsMatch(filter.Property) ? filter.Property : Quoted(filter.Property);
        return filter.Operator switch
        {
            FilterOperator.Present => $"{property} {filter.OperatorName}",
            FilterOperator.In => $"{property} {filter.OperatorName} {filter.StoredValue}",
            _ when filter.IsNumeric => $"{property} {filter.OperatorName} {filter.StoredValue}",
            _ => $"{property} {filter.OperatorName} {Quoted(filter.Values[0])}",
        };
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{Nd}_.-]*\z")]
    private static partial Regex Plain();
}
