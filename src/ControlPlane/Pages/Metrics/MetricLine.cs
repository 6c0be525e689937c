using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Metrics;

/// <summary>A metric in the tree.</summary>
/// <param name="Metric">Its newest version.</param>
/// <param name="Depth">Levels above it; 0 at the top.</param>
/// <param name="RunningExperiments">Running experiments that use it.</param>
public sealed record MetricLine(Metric Metric, int Depth, int RunningExperiments);
