using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Projects.Selection;

/// <summary>What a build is asked to run.</summary>
internal static class NodeSelection
{
    /// <summary>Models and computed tables that the options select; all of them when they select nothing.</summary>
    /// <exception cref="WarehouseException">The options name what is not there; every problem is listed.</exception>
    public static IReadOnlySet<string> Resolve(ModelProject project, ModelCompiler compiler, BuildOptions options) =>
        Resolve(project, ModelGraph.Create(project, compiler), options);

    /// <summary>The same over a graph that is there already.</summary>
    public static IReadOnlySet<string> Resolve(ModelProject project, ModelGraph graph, BuildOptions options) =>
        new NodeSelector(project, graph).Select(options.Select, options.Exclude);
}
