using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>What a build runs, each node after everything it reads.</summary>
/// <param name="Nodes">In an order in which they could run one by one.</param>
internal sealed record BuildPlan(IReadOnlyList<BuildNode> Nodes)
{
    /// <summary>Nodes and the publishing.</summary>
    public int StepCount => Nodes.Count + 1;

    /// <summary>Lays out the selected part of a project. Everything is rendered once, so that a mistake anywhere is found before anything runs.</summary>
    public static BuildPlan Create(ModelProject project, ModelGraph graph, ModelCompiler compiler, IReadOnlySet<string> selected, bool withTests)
    {
        var steps = selected.Select(graph.StepOf).ToHashSet();
        var guarded = GuardedSteps.Of(project, graph, steps);

        // What is guarded comes first, so that its tests have run when something is computed. The sort keeps the order of the graph otherwise.
        string[] order = [.. graph.Steps.Where(steps.Contains).OrderBy(step => guarded.Contains(step) ? 0 : 1)];
        var place = order.Index().ToDictionary(step => step.Item, step => step.Index);
        var tables = project.Sources.Values.Where(table => table.ComputedBy is not null).ToLookup(table => table.ComputedBy!);

        // A test belongs to the last of what it reads. It runs when all of that is made: beside models of an older build it would find
        // differences that are none.
        var tests = project.Tests
            .Where(_ => withTests)
            .Select(test => (Test: test, Reads: compiler.Compile(test).DependsOn.Select(graph.StepOf).ToArray()))
            .Where(test => test.Reads.All(steps.Contains))
            .ToLookup(test => test.Reads.MaxBy(read => place[read]) ?? order[0]);
        var nodes = new List<BuildNode>();
        var nodeOf = new Dictionary<string, int>();
        var guards = new List<int>();
        foreach (var name in order)
        {
            nodeOf[name] = nodes.Count;
            nodes.Add(new BuildNode(
                nodes.Count,
                BuildStepKind.Model,
                name,
                project.Models.GetValueOrDefault(name),
                [.. tables[name]],
                [],
                graph.StepReads[name].Where(steps.Contains).Select(read => nodeOf[read]).Concat(tables[name].Any() ? guards : []).ToHashSet()));
            if (tests[name].Any())
            {
                var after = tests[name].SelectMany(test => test.Reads).Select(read => nodeOf[read]).ToHashSet();
                if (guarded.Contains(name))
                {
                    guards.Add(nodes.Count);
                }

                nodes.Add(new BuildNode(nodes.Count, BuildStepKind.Test, name, null, [], [.. tests[name].Select(test => test.Test)], after, guarded.Contains(name)));
            }
        }

        return new BuildPlan(nodes);
    }

    /// <summary>
    /// What must be made when a part is selected: it, the other tables of its computed steps, and the views that read it, which go
    /// with what they read.
    /// </summary>
    public static IReadOnlySet<string> Complete(ModelGraph graph, IReadOnlySet<string> selected)
    {
        var steps = selected.Select(graph.StepOf).ToHashSet();
        var complete = graph.Reads.Keys.Where(node => steps.Contains(graph.StepOf(node))).ToHashSet();
        foreach (var step in graph.Steps)
        {
            if (graph.Compiled.TryGetValue(step, out var model) && model.Materialization == "view" && graph.Reads[step].Overlaps(complete))
            {
                complete.Add(step);
            }
        }

        return complete;
    }
}
