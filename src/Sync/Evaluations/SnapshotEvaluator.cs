namespace GrpcExp.Sync;

/// <summary>Opens views on what is served now. Thread-safe.</summary>
/// <param name="state">Holds the snapshot.</param>
/// <param name="time">The clock.</param>
/// <param name="counters">Counts the answers.</param>
/// <param name="exposures">Takes exposures; null records none.</param>
public sealed class SnapshotEvaluator(SnapshotState state, TimeProvider time, EvaluationCounters counters, IExposureRecorder? exposures = null)
{
    /// <summary>Opens a view for one request.</summary>
    /// <param name="protocol">How the request came.</param>
    public EvaluationView Open(EvaluationProtocol protocol) =>
        new(state.Current, state.StaleAge, time.GetUtcNow(), protocol, counters, exposures);
}
