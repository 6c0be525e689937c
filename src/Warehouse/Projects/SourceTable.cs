namespace GrpcExp.Warehouse.Projects;

/// <summary>A table that models read but that no model makes.</summary>
/// <param name="Source">Name of the source, <c>raw</c> or <c>computed</c>.</param>
/// <param name="Name">Table name.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Grain">What one row is.</param>
/// <param name="ComputedBy">Step of the build that writes it, in C#; null for a raw table.</param>
/// <param name="DependsOn">Models that step reads.</param>
/// <param name="Tests">Data tests run when the step has written it.</param>
internal sealed record SourceTable(
    string Source,
    string Name,
    string Description,
    string Grain,
    string? ComputedBy,
    IReadOnlyList<string> DependsOn,
    IReadOnlyList<DataTest> Tests)
{
    /// <summary>Columns that tell one row from another; none when not stated.</summary>
    public IReadOnlyList<string> GrainColumns => Grain.Length == 0 ? [] : Grain.Split(" × ");

    /// <summary>Documented columns.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>How the rows of a computed table lie on the workers of a distributed server; null when not stated.</summary>
    public Distribution? Distribution { get; init; }
}
