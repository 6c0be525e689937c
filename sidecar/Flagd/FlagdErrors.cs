using Grpc.Core;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>What is wrong, as the statuses that providers of flagd turn back into OpenFeature's codes.</summary>
internal static class FlagdErrors
{
    /// <summary>The answer itself, when there is one.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public static OpenFeatureAnswer OrThrow(OpenFeatureAnswer answer) =>
        answer.ErrorCode is null ? answer : throw new RpcException(new Status(CodeOf(answer.Result.ErrorCode), answer.ErrorDetails));

    /// <summary>There is no snapshot to answer from yet.</summary>
    public static RpcException NotReady() => new(new Status(CodeOf(EvaluationErrorCode.NotReady), EvaluationDetails.NotReady));

    private static StatusCode CodeOf(EvaluationErrorCode code) => code switch
    {
        EvaluationErrorCode.FlagNotFound => StatusCode.NotFound,
        EvaluationErrorCode.TypeMismatch => StatusCode.InvalidArgument,
        EvaluationErrorCode.NotReady => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
