using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Something a build runs: a SQL model, a computed step with its tables, or the data tests of one of them.</summary>
/// <param name="Index">Place in the order, from 0.</param>
/// <param name="Kind">Model or test.</param>
/// <param name="Name">Model or step.</param>
/// <param name="Model">The SQL model; null for a computed step and for tests.</param>
/// <param name="Tables">Tables of a computed step.</param>
/// <param name="Tests">Tests to run.</param>
/// <param name="DependsOn">Indexes of the nodes that must have ended.</param>
/// <param name="IsGuard">True for tests of what verdicts rest on: they run before anything is computed, and what they find goes into the verdicts.</param>
internal sealed record BuildNode(
    int Index,
    BuildStepKind Kind,
    string Name,
    ModelDefinition? Model,
    IReadOnlyList<SourceTable> Tables,
    IReadOnlyList<DataTest> Tests,
    IReadOnlySet<int> DependsOn,
    bool IsGuard = false);
