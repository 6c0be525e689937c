using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>
/// What one request is answered from: one snapshot, its age, and one instant, so that everything in the request agrees. Every
/// protocol evaluates here, so that counting and recording exposures happen in one place.
/// </summary>
public readonly struct EvaluationView
{
    private readonly EvaluationProtocol _protocol;
    private readonly EvaluationCounters? _counters;
    private readonly IExposureRecorder? _exposures;

    /// <summary>Makes a view.</summary>
    /// <param name="snapshot">The snapshot; null answers NOT_READY.</param>
    /// <param name="staleAge">Age of the snapshot while no source is in touch; null while fresh.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="protocol">How the request came.</param>
    /// <param name="counters">Counts the answers; null counts nothing.</param>
    /// <param name="exposures">Takes exposures; null records none.</param>
    public EvaluationView(
        LoadedSnapshot? snapshot,
        TimeSpan? staleAge,
        DateTimeOffset now,
        EvaluationProtocol protocol = EvaluationProtocol.InProcess,
        EvaluationCounters? counters = null,
        IExposureRecorder? exposures = null)
    {
        Snapshot = snapshot;
        StaleAge = staleAge;
        Now = now;
        _protocol = protocol;
        _counters = counters;
        _exposures = exposures;
    }

    /// <summary>The snapshot; null when there is none yet.</summary>
    public LoadedSnapshot? Snapshot { get; }

    /// <summary>Age of the snapshot while no source is in touch; null while fresh.</summary>
    public TimeSpan? StaleAge { get; }

    /// <summary>The instant of the request, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Answers one flag for one unit.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="recordExposure">Whether an answer decided by a running experiment counts as an exposure.</param>
    /// <returns>The answer.</returns>
    public EvaluationResult Evaluate(in EvaluationRequest request, bool recordExposure)
    {
        var result = Evaluator.Evaluate(Snapshot?.Model, request, Now);
        _counters?.Count(_protocol, result);
        if (recordExposure && result.ExperimentKey is not null)
        {
            _exposures?.Record(result, request, Now);
        }

        return result;
    }

    /// <summary>Answers one flag for one unit and tells every step. Never an exposure: somebody is looking, the unit is not.</summary>
    /// <param name="request">What is asked.</param>
    /// <returns>The answer with its steps.</returns>
    public EvaluationExplanation Explain(in EvaluationRequest request)
    {
        var explanation = Evaluator.Explain(Snapshot?.Model, request, Now);
        _counters?.Count(_protocol, explanation.Result);
        return explanation;
    }
}
