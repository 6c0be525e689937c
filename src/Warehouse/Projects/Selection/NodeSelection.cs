using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Projects.Selection;

/// <summary>What a build is asked to run.</summary>
public static class NodeSelection
{
    /// <summary>What is wrong with the selection of a build of the shipped project; null when nothing is.</summary>
    /// <returns>One line a problem, each naming the option, its value and what is near.</returns>
    public static string? Problem(BuildOptions options)
    {
        if (options.Select.Count == 0 && options.Exclude.Count == 0)
        {
            return null;
        }

        try
        {
            var project = ProjectLoader.LoadEmbedded();
            using var engines = new OfflineEngines();
            Resolve(project, engines.Compiler(project, WarehouseEngine.Sqlite), options);
            return null;
        }
        catch (WarehouseException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>Models and computed tables that the options select; all of them when they select nothing.</summary>
    /// <exception cref="WarehouseException">The options name what is not there; every problem is listed.</exception>
    internal static IReadOnlySet<string> Resolve(ModelProject project, ModelCompiler compiler, BuildOptions options) =>
        Resolve(project, ModelGraph.Create(project, compiler), options);

    /// <summary>The same over a graph that is there already.</summary>
    internal static IReadOnlySet<string> Resolve(ModelProject project, ModelGraph graph, BuildOptions options) =>
        new NodeSelector(project, graph).Select(options.Select, options.Exclude);
}
