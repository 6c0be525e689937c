using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Changes;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Everything that is wrong with metrics beside their own definitions.</summary>
internal static class DriftReport
{
    private static readonly ResourceQuery All = new("", "", int.MaxValue);

    /// <summary>All of it, in no particular order.</summary>
    /// <param name="session">The state to judge.</param>
    /// <param name="broken">Contracts that the last build found broken.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<IReadOnlyList<MetricDrift>> OfAsync(ReadSession session, IReadOnlyList<BrokenPromise> broken, CancellationToken cancellationToken)
    {
        var metrics = await session.ListMetricsAsync(All, cancellationToken).ConfigureAwait(false);
        var open = await MetricUses.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        var newest = metrics.ToDictionary(metric => metric.Key, StringComparer.Ordinal);
        return
        [
            .. open.Where(experiment => experiment.State == ExperimentState.Running).SelectMany(experiment => OutdatedPins(experiment, newest)),
            .. MetricNeighbours.Among(metrics),
            .. broken.Where(promise => newest.TryGetValue(promise.MetricKey, out var metric) && !metric.Deprecated).Select(promise => Of(promise, newest)),
            .. metrics.Where(metric => metric.Deprecated).SelectMany(metric => MetricUses.OfDeprecated(metric, open)),
            .. metrics.Where(metric => metric is { Tier: MetricTier.Driver, ParentMetric: "", Deprecated: false }).Select(metric => new MetricDrift
            {
                MetricKey = metric.Key, CurrentVersion = metric.Version, Kind = MetricDriftKind.UnattachedDriver,
            }),
        ];
    }

    /// <summary>What an entry is found and paged by; entries of one kind and metric come by experiment and other metric.</summary>
    public static string KeyOf(MetricDrift drift) => string.Join('/', ((int)drift.Kind).ToString(CultureInfo.InvariantCulture), drift.MetricKey, OrNone(drift.ExperimentKey), OrNone(drift.OtherMetricKey), OrNone(drift.Detail.Split(' ')[0]));

    // A page token is made of keys, and none is empty.
    private static string OrNone(string key) => Errors.Violations.IsKey(key) ? key : "-";

    private static IEnumerable<MetricDrift> OutdatedPins(Experiment experiment, Dictionary<string, Metric> newest) => experiment.PinnedMetricVersions
        .Where(pinned => newest.TryGetValue(pinned.Key, out var metric) && metric.Version > pinned.Value)
        .Select(pinned => new MetricDrift
        {
            ExperimentKey = experiment.Key,
            MetricKey = pinned.Key,
            PinnedVersion = pinned.Value,
            CurrentVersion = newest[pinned.Key].Version,
            Kind = MetricDriftKind.OutdatedPin,
        });

    private static MetricDrift Of(BrokenPromise promise, Dictionary<string, Metric> newest) => new()
    {
        MetricKey = promise.MetricKey,
        CurrentVersion = newest[promise.MetricKey].Version,
        Kind = MetricDriftKind.ContractBroken,
        Detail = promise.Observed is { } observed
            ? string.Create(CultureInfo.InvariantCulture, $"{promise.Promise} {promise.Promised:0.######} was promised and {observed:0.######} seen")
            : string.Create(CultureInfo.InvariantCulture, $"{promise.Promise} {promise.Promised:0.######} was promised and no event seen"),
    };
}
