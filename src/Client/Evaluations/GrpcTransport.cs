using Grpc.Core;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>EvaluationService over gRPC.</summary>
internal sealed class GrpcTransport(CallInvoker invoker, TimeProvider time) : IEvaluationTransport
{
    private readonly EvaluationService.EvaluationServiceClient _service = new(invoker);

    public async Task<IReadOnlyList<EvaluateResponse>> EvaluateAsync(
        IReadOnlyList<EvaluateRequest> requests, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow().UtcDateTime + timeout;
        if (requests.Count == 1)
        {
            using var single = _service.EvaluateAsync(requests[0], deadline: deadline, cancellationToken: cancellationToken);
            return [await single.ResponseAsync.ConfigureAwait(false)];
        }

        using var batch = _service.EvaluateBatchAsync(
            new EvaluateBatchRequest { Requests = { requests } }, deadline: deadline, cancellationToken: cancellationToken);
        return (await batch.ResponseAsync.ConfigureAwait(false)).Responses;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
