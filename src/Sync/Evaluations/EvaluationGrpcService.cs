using Grpc.Core;
using GrpcExp.Contracts.Evaluation.V1;
using Microsoft.Extensions.Hosting;

namespace GrpcExp.Sync;

/// <summary>The evaluation service, the same on the sidecar and the control plane: answers from memory, never waits.</summary>
/// <param name="evaluator">Answers.</param>
/// <param name="state">Tells of changes.</param>
/// <param name="lifetime">Ends watches when the process stops.</param>
public sealed class EvaluationGrpcService(SnapshotEvaluator evaluator, SnapshotState state, IHostApplicationLifetime lifetime) : EvaluationService.EvaluationServiceBase
{
    /// <inheritdoc/>
    public override Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context) =>
        Task.FromResult(EvaluationResponder.Answer(evaluator.Open(EvaluationProtocol.Grpc), request));

    /// <inheritdoc/>
    public override Task<EvaluateBatchResponse> EvaluateBatch(EvaluateBatchRequest request, ServerCallContext context)
    {
        if (request.Requests.Count > EvaluationLimit.Batch)
        {
            throw EvaluationErrors.BatchTooLarge(request.Requests.Count);
        }

        // Opened once: a batch sees one revision.
        var view = evaluator.Open(EvaluationProtocol.Grpc);
        var response = new EvaluateBatchResponse { Revision = view.Snapshot?.Revision.Value ?? 0 };
        foreach (var one in request.Requests)
        {
            response.Responses.Add(EvaluationResponder.Answer(view, one));
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<EvaluateAllResponse> EvaluateAll(EvaluateAllRequest request, ServerCallContext context)
    {
        var view = evaluator.Open(EvaluationProtocol.Grpc);
        var snapshot = view.Snapshot ?? throw EvaluationErrors.NotReady();
        var response = new EvaluateAllResponse { Revision = snapshot.Revision.Value };
        var one = new EvaluateRequest { Context = request.Context, SuppressExposure = !request.RecordExposures };
        foreach (var flag in snapshot.Model.Flags)
        {
            one.FlagKey = flag.Key;
            response.Responses.Add(EvaluationResponder.Answer(view, one));
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        LoadedSnapshot? known = null;
        try
        {
            while (true)
            {
                var next = await state.WaitForOtherThanAsync(known, ending.Token).ConfigureAwait(false);
                await responseStream.WriteAsync(WatchMessages.Between(known, next)).ConfigureAwait(false);
                known = next;
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw EvaluationErrors.Stopping();
        }
    }
}
