using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>What a build runs, each node after everything it reads.</summary>
/// <param name="Nodes">In an order in which they could run one by one.</param>
internal sealed record BuildPlan(IReadOnlyList<BuildNode> Nodes)
{
    /// <summary>Nodes and the publishing.</summary>
    public int StepCount => Nodes.Count + 1;

    /// <summary>Lays out a project. Everything is rendered once, so that a mistake anywhere is found before anything runs.</summary>
    public static BuildPlan Create(ModelProject project, ModelCompiler compiler, bool withTests)
    {
        var computed = project.Sources.Values.Where(table => table.ComputedBy is not null).ToLookup(table => table.ComputedBy!);
        var stepOfTable = computed.SelectMany(step => step.Select(table => (table.Name, Step: step.Key))).ToDictionary(pair => pair.Name, pair => pair.Step);
        string StepOf(string table) => stepOfTable.GetValueOrDefault(table, table);
        var reads = project.Models.Values.ToDictionary(
            model => model.Name,
            model => (IEnumerable<string>)compiler.Compile(model, isIncremental: false).DependsOn.Union(compiler.Compile(model, isIncremental: true).DependsOn));
        foreach (var step in computed)
        {
            reads[step.Key] = step.SelectMany(table => table.DependsOn);
        }

        var edges = reads.ToDictionary(
            step => step.Key,
            step => (IReadOnlyCollection<string>)[.. step.Value.Select(StepOf).Where(read => read != step.Key).Distinct()]);
        var order = BuildGraph.Sort(edges);
        var place = order.Index().ToDictionary(step => step.Item, step => step.Index);

        // A test belongs to the last of what it reads.
        var tests = project.Models.Values.SelectMany(model => model.Tests)
            .Concat(project.Sources.Values.SelectMany(table => table.Tests))
            .Concat(project.SqlTests)
            .Where(_ => withTests)
            .Select(test => (Test: test, Reads: compiler.Compile(test).DependsOn.Select(table => place[StepOf(table)]).ToArray()))
            .ToLookup(test => test.Reads.DefaultIfEmpty(0).Max());
        var nodes = new List<BuildNode>();
        var nodeOf = new Dictionary<string, int>();
        foreach (var (position, name) in order.Index())
        {
            nodeOf[name] = nodes.Count;
            nodes.Add(new BuildNode(
                nodes.Count, BuildStepKind.Model, name, project.Models.GetValueOrDefault(name), [.. computed[name]], [], edges[name].Select(read => nodeOf[read]).ToHashSet()));
            if (tests[position].Any())
            {
                var after = tests[position].SelectMany(test => test.Reads).Append(position).Select(read => nodeOf[order[read]]).ToHashSet();
                nodes.Add(new BuildNode(nodes.Count, BuildStepKind.Test, name, null, [], [.. tests[position].Select(test => test.Test)], after));
            }
        }

        return new BuildPlan(nodes);
    }
}
