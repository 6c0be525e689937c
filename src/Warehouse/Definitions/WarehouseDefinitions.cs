namespace GrpcExp.Warehouse.Definitions;

/// <summary>Everything the control plane exports before a build; replaces what was exported before.</summary>
/// <param name="Experiments">All experiments, keys unique.</param>
/// <param name="Flags">All flags, keys unique.</param>
/// <param name="Metrics">All metric versions, (key, version) unique.</param>
public sealed record WarehouseDefinitions(
    IReadOnlyList<ExperimentDefinition> Experiments,
    IReadOnlyList<FlagDefinition> Flags,
    IReadOnlyList<MetricDefinition> Metrics);
