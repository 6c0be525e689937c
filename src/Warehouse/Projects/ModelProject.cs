namespace GrpcExp.Warehouse.Projects;

/// <summary>A loaded dbt project: what was written, before it is rendered for an engine.</summary>
internal sealed record ModelProject(
    string Name,
    IReadOnlyDictionary<string, string> Vars,
    IReadOnlyDictionary<string, ModelDefinition> Models,
    IReadOnlyDictionary<(string Source, string Table), SourceTable> Sources,
    IReadOnlyList<DataTest> SqlTests)
{
    /// <summary>Macros by name.</summary>
    public IReadOnlyDictionary<string, ProjectMacro> Macros { get; init; } = new Dictionary<string, ProjectMacro>();

    /// <summary>All data tests, those of models first.</summary>
    public IEnumerable<DataTest> Tests => Models.Values.SelectMany(model => model.Tests).Concat(Sources.Values.SelectMany(table => table.Tests)).Concat(SqlTests);
}
