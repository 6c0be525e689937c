using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Checklists;

/// <summary>What a checklist is about, all of one committed state.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Metrics">Its metrics that exist, newest versions, primary first.</param>
/// <param name="Revision">The environment's revision.</param>
internal sealed record LaunchSubject(Experiment Experiment, IReadOnlyList<Metric> Metrics, long Revision)
{
    /// <summary>The metric that decides; null when it is not named or not registered.</summary>
    public Metric? Primary => Metrics.FirstOrDefault(metric => metric.Key == Experiment.PrimaryMetric);
}
