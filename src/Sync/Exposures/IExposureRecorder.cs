using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>Takes exposures while flags are evaluated: never waits, never throws. Thread-safe.</summary>
public interface IExposureRecorder
{
    /// <summary>Notes that a unit met its variant.</summary>
    /// <param name="result">The answer; an experiment decided it.</param>
    /// <param name="request">What was asked; only read during the call.</param>
    /// <param name="now">When, UTC.</param>
    void Record(in EvaluationResult result, in EvaluationRequest request, DateTimeOffset now);
}
