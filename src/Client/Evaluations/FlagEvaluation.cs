using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>A flag's value for one unit, and how it came about.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Value">The flag's value, or the caller's default.</param>
/// <param name="IsAnswered">False when <paramref name="Value"/> is the caller's default.</param>
/// <param name="Detail">Variant, reason, error, experiment, bucket and revision, as the evaluator gave them.</param>
/// <param name="Origin">Where the answer comes from.</param>
public readonly record struct FlagEvaluation<T>(T Value, bool IsAnswered, EvaluateResponse Detail, AnswerOrigin Origin)
{
    /// <summary>Key of the variant; empty without an answer.</summary>
    public string Variant => Detail.Variant;

    /// <summary>Why.</summary>
    public Reason Reason => Detail.Reason;

    /// <summary>Why there is no answer; unspecified when there is one.</summary>
    public ErrorCode ErrorCode => Detail.ErrorCode;

    /// <summary>Why there is no answer, for a person; empty when there is one.</summary>
    public string ErrorDetail => Detail.ErrorDetail;

    /// <summary>Experiment that decided; empty when none did.</summary>
    public string ExperimentKey => Detail.ExperimentKey;

    /// <summary>Age of the snapshot that answered, when nobody vouched for it; null while somebody did, and without an answer.</summary>
    public TimeSpan? StaleAge => SnapshotAge.Of(Detail);
}
