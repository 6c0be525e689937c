using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>One metric of a CSV file.</summary>
/// <param name="Column">Column that holds a unit's value.</param>
/// <param name="Type">Mean or conversion; null to see by the values: booleans are a conversion, other numbers a mean.</param>
/// <param name="Role">What it is for; null makes the first metric primary and the others secondary.</param>
/// <param name="Direction">Which way is good; default increase.</param>
public sealed record CsvMetricConfig(
    string Column,
    MetricType? Type = null,
    MetricRole? Role = null,
    MetricDirection Direction = MetricDirection.Increase);
