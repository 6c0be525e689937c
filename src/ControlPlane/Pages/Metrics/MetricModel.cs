using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Metrics;

/// <summary>What the page of a metric shows.</summary>
/// <param name="Versions">All versions, newest first; at least one.</param>
/// <param name="Drivers">Metrics that drive it.</param>
/// <param name="Experiments">Experiments that use it, those that run first.</param>
public sealed record MetricModel(IReadOnlyList<Metric> Versions, IReadOnlyList<Metric> Drivers, IReadOnlyList<Experiment> Experiments);
