using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Which experiments measure a metric.</summary>
internal static class MetricUses
{
    private static readonly ResourceQuery All = new("", "", int.MaxValue);

    /// <summary>Experiments that are neither concluded nor archived, by key.</summary>
    public static Task<IReadOnlyList<Experiment>> OpenAsync(ReadSession session, CancellationToken cancellationToken) =>
        session.ListExperimentsAsync(All, ExperimentState.Unspecified, "", ConfigurationUsers.IsOpen, cancellationToken);

    public static bool Measures(Experiment experiment, string metricKey) => ReviewRequirements.MetricsOf(experiment).Any(metric => metric.Key == metricKey);

    /// <summary>That a deprecated metric is measured still, one an experiment.</summary>
    public static IEnumerable<MetricDrift> OfDeprecated(Metric metric, IEnumerable<Experiment> open) => open
        .Where(experiment => Measures(experiment, metric.Key))
        .Select(experiment => new MetricDrift
        {
            ExperimentKey = experiment.Key,
            MetricKey = metric.Key,
            CurrentVersion = metric.Version,
            Kind = MetricDriftKind.DeprecatedInUse,
            OtherMetricKey = metric.Replacement,
            Detail = $"the experiment is {StateMachine.NameOf(experiment.State)}",
        });
}
