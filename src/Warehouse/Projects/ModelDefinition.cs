namespace GrpcExp.Warehouse.Projects;

/// <summary>A SQL model and what its yml says about it.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Path">Path in the project, for messages.</param>
/// <param name="Source">The template.</param>
/// <param name="Materialization">Default of its folder; the file's <c>config</c> may override it.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Grain">What one row is: columns joined by " × ".</param>
/// <param name="Columns">Documented columns.</param>
/// <param name="Tests">Data tests of its columns and of the model.</param>
internal sealed record ModelDefinition(
    string Name,
    string Path,
    string Source,
    string Materialization,
    string Description,
    string Grain,
    IReadOnlyList<ColumnDefinition> Columns,
    IReadOnlyList<DataTest> Tests)
{
    /// <summary>Columns that tell one row from another.</summary>
    public IReadOnlyList<string> GrainColumns => Grain.Split(" × ");

    /// <summary>Words to select by: those of its folder in dbt_project.yml and its own, by name.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How its rows lie on the workers of a distributed server; null when not stated.</summary>
    public Distribution? Distribution { get; init; }
}

/// <summary>A documented column.</summary>
internal sealed record ColumnDefinition(string Name, string Description);
