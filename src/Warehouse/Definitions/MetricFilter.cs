using System.Globalization;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Warehouse.Definitions;

/// <summary>One condition on an event of a metric.</summary>
/// <param name="Property">A member of the event's properties, or <c>value</c> for the event's value; without quotes and backslashes.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">With what: one value; at least one for <see cref="FilterOperator.In"/>, none for <see cref="FilterOperator.Present"/>.</param>
public sealed record MetricFilter(string Property, FilterOperator Operator, params IReadOnlyList<string> Values)
{
    /// <summary>True when the values must be numbers: for comparisons by size, and for the event's value, which is a number.</summary>
    public bool IsNumeric => Operator switch
    {
        FilterOperator.Present => false,
        FilterOperator.Equals or FilterOperator.NotEquals or FilterOperator.In => Property == MetricDefinition.EventValue,
        _ => true,
    };

    /// <summary>True when a text is a finite number in plain or exponent notation, with a point and without spaces.</summary>
    public static bool IsNumber(string text) => TryNumber(text, out _);

    /// <summary>The values as compared: a number has one spelling however it was written.</summary>
    internal IEnumerable<string> Compared => IsNumeric ? Values.Select(Spelled) : Values;

    /// <summary>What the warehouse stores: the value, a JSON array of texts for In, null for Present.</summary>
    internal string? StoredValue => Operator switch
    {
        FilterOperator.Present => null,
        FilterOperator.In => FilterText.Quoted(Compared),
        _ => Compared.Single(),
    };

    internal string OperatorName => RawNames.Of(Operator);

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);

    // Adding 0 makes −0 the 0 that it equals.
    private static string Spelled(string text) => TryNumber(text, out var number) ? (number + 0).ToString("R", CultureInfo.InvariantCulture) : text;
}
