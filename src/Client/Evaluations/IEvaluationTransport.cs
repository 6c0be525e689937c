using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>A way to an evaluator. Throws when there is no answer; the client turns that into one.</summary>
internal interface IEvaluationTransport : IAsyncDisposable
{
    /// <summary>One answer a request, in order.</summary>
    Task<IReadOnlyList<EvaluateResponse>> EvaluateAsync(IReadOnlyList<EvaluateRequest> requests, TimeSpan timeout, CancellationToken cancellationToken);
}
