using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Projects;

/// <summary>A data test: a query whose rows are failures.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Model">Model or computed table it runs after.</param>
/// <param name="Severity">What a failure does.</param>
/// <param name="Template">The query as a template.</param>
internal sealed record DataTest(string Name, string Model, TestSeverity Severity, string Template)
{
    /// <summary>What it asks, for example <c>not_null</c>; <c>sql</c> for a query of its own.</summary>
    public string Kind { get; init; } = "sql";

    /// <summary>Column it asks about; empty when it asks about rows.</summary>
    public string Column { get; init; } = "";
}
