using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>A project laid out for readers: everything in a fixed order, so that the same project gives the same pages.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Models">Raw tables, models and computed tables: sources first, then by folder and name.</param>
/// <param name="SqlTests">Data tests that belong to no one model.</param>
/// <param name="Build">What the warehouse knows; null without one.</param>
internal sealed record ProjectCatalog(string Project, IReadOnlyList<CatalogModel> Models, IReadOnlyList<CatalogTest> SqlTests, CatalogBuild? Build)
{
    private static readonly WarehouseEngine[] Engines = [WarehouseEngine.Postgres, WarehouseEngine.Sqlite];

    // As data flow; folders that come later stand between marts and computed by name.
    private static readonly string[] Folders = ["raw", "meta", "staging", "intermediate", "marts", "computed"];

    /// <summary>Lays a project out.</summary>
    /// <param name="project">The project.</param>
    /// <param name="computedSteps">Steps in C#, whose queries are shown.</param>
    /// <param name="build">What ran, or null.</param>
    /// <exception cref="WarehouseException">A template is wrong, or models read each other in a circle.</exception>
    public static ProjectCatalog Create(ModelProject project, IReadOnlyList<IComputedStep> computedSteps, CatalogBuild? build)
    {
        using var engines = new OfflineEngines();
        var compilers = Engines.Select(engine => (Name: engines.Dialect(engine).Name, Compiler: engines.Compiler(project, engine), Relation: (Func<string, string>)engines.Dialect(engine).Model)).ToArray();
        var graph = ModelGraph.Create(project, compilers[0].Compiler);
        var reads = graph.Reads.ToDictionary(node => node.Key, node => node.Value.Concat(graph.Sources[node.Key]).Order(StringComparer.Ordinal).ToArray());
        var readBy = reads.SelectMany(node => node.Value.Select(read => (Read: read, By: node.Key))).ToLookup(edge => edge.Read, edge => edge.By);
        string[] ReadBy(string name) => [.. readBy[name].Order(StringComparer.Ordinal)];
        CatalogTest Test(DataTest test) => new(
            test.Name, test.Kind, test.Column, test.Severity == TestSeverity.Error ? "error" : "warn", test.Template.Trim(), build?.Failures.TryGetValue(test.Name, out var failures) == true ? failures : null);

        var models = project.Models.Values.Select(model => new CatalogModel
        {
            Name = model.Name,
            Folder = string.Join('/', model.Path.Split('/')[1..^1]),
            Path = model.Path,
            Description = model.Description,
            Grain = model.Grain,
            Materialization = graph.Compiled[model.Name].Materialization,
            UniqueKey = graph.Compiled[model.Name].UniqueKey,
            Tags = model.Tags,
            Distribution = graph.Compiled[model.Name].Materialization == "view" ? "" : model.Distribution?.ToString() ?? "",
            Columns = [.. model.Columns.Select(Column)],
            Tests = [.. model.Tests.Select(Test)],
            Reads = reads[model.Name],
            ReadBy = ReadBy(model.Name),
            Written = model.Source.Trim(),
            Compiled = [.. compilers.Select(engine => (engine.Name, engine.Compiler.Compile(model, isIncremental: false).Sql))],
            Run = build?.Models.GetValueOrDefault(model.Name),
        });
        var tables = project.Sources.Values.Select(table =>
        {
            var name = table.ComputedBy is null ? $"{table.Source}.{table.Name}" : table.Name;
            var step = computedSteps.FirstOrDefault(step => step.Name == table.ComputedBy);
            return new CatalogModel
            {
                Name = name,
                Folder = table.Source,
                Description = table.Description,
                Grain = table.Grain,
                Materialization = table.ComputedBy is null ? "source" : "computed",
                Distribution = table.Distribution?.ToString() ?? "",
                Columns = [.. table.Columns.Select(Column)],
                Tests = [.. table.Tests.Select(Test)],
                Reads = reads.GetValueOrDefault(name, []),
                ReadBy = ReadBy(name),
                Compiled = step is null ? [] : [.. compilers.Select(engine => (engine.Name, step.Explain(engine.Relation)))],
                Run = table.ComputedBy is null ? null : build?.Models.GetValueOrDefault(name),
            };
        });
        return new ProjectCatalog(
            project.Name,
            [.. models.Concat(tables).OrderBy(model => Place(model.Folder)).ThenBy(model => model.Folder, StringComparer.Ordinal).ThenBy(model => model.Name, StringComparer.Ordinal)],
            [.. project.SqlTests.Select(Test)],
            build);
    }

    private static CatalogColumn Column(ColumnDefinition column) => new(column.Name, column.Description);

    private static int Place(string folder)
    {
        var top = folder.Split('/')[0];
        var place = Array.IndexOf(Folders, top);
        return place >= 0 ? place : Array.IndexOf(Folders, "marts");
    }
}
