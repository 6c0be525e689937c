using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>The steps of a build in order, with the tests that follow each.</summary>
/// <param name="Steps">Steps, each after everything it reads.</param>
internal sealed record BuildPlan(IReadOnlyList<BuildPlan.Step> Steps)
{
    /// <summary>Model steps, test steps and the publishing.</summary>
    public int CountSteps(bool withTests) => Steps.Count + (withTests ? Steps.Count(step => step.Tests.Count > 0) : 0) + 1;

    /// <summary>Lays out a project. Everything is rendered once, so that a mistake anywhere is found before anything runs.</summary>
    public static BuildPlan Create(ModelProject project, ModelCompiler compiler)
    {
        var computed = project.Sources.Values.Where(table => table.ComputedBy is not null).ToLookup(table => table.ComputedBy!);
        var stepOfTable = computed.SelectMany(step => step.Select(table => (table.Name, Step: step.Key))).ToDictionary(pair => pair.Name, pair => pair.Step);
        var reads = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var model in project.Models.Values)
        {
            reads[model.Name] = compiler.Compile(model, isIncremental: false).DependsOn
                .Union(compiler.Compile(model, isIncremental: true).DependsOn)
                .ToHashSet();
        }

        foreach (var step in computed)
        {
            reads[step.Key] = step.SelectMany(table => table.DependsOn).ToHashSet();
        }

        var edges = reads.ToDictionary(
            step => step.Key,
            step => (IReadOnlyCollection<string>)[.. step.Value.Where(read => read != step.Key).Select(read => stepOfTable.GetValueOrDefault(read, read))]);
        var order = BuildGraph.Sort(edges);
        var place = order.Index().ToDictionary(step => step.Item, step => step.Index);
        int Place(string table) => place[stepOfTable.GetValueOrDefault(table, table)];

        // A test runs as soon as everything it reads is there.
        var tests = project.Models.Values.SelectMany(model => model.Tests)
            .Concat(project.Sources.Values.SelectMany(table => table.Tests))
            .Concat(project.SqlTests)
            .Select(test => (Test: test, Reads: compiler.Compile(test).DependsOn))
            .ToLookup(test => test.Reads.Select(Place).DefaultIfEmpty(0).Max(), test => test.Test);
        var steps = order.Select((name, i) => computed.Contains(name)
            ? new Step(name, null, [.. computed[name]], [.. tests[i]])
            : new Step(name, project.Models[name], [], [.. tests[i]]));
        return new BuildPlan([.. steps]);
    }

    /// <summary>A SQL model, or a computed step with its tables.</summary>
    internal sealed record Step(string Name, ModelDefinition? Model, IReadOnlyList<SourceTable> Tables, IReadOnlyList<DataTest> Tests);
}
