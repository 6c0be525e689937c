using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>Every flag for one unit, at one revision.</summary>
/// <param name="Answers">One a flag, in the order of their keys; empty without an answer.</param>
/// <param name="ErrorCode">Why there is no answer; unspecified when there is one.</param>
/// <param name="ErrorDetail">Why there is no answer, for a person; empty when there is one.</param>
public sealed record AllFlags(IReadOnlyList<EvaluateResponse> Answers, ErrorCode ErrorCode = ErrorCode.Unspecified, string ErrorDetail = "")
{
    /// <summary>Whether somebody answered.</summary>
    public bool IsAnswered => ErrorCode == ErrorCode.Unspecified;
}
