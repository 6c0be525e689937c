using Grpc.Core;
using GrpcExp.Contracts.Evaluation.V1;
using Microsoft.Extensions.Hosting;

namespace GrpcExp.Sync;

/// <summary>The evaluation service, the same on the sidecar and the control plane: answers from memory, never waits.</summary>
/// <param name="state">Holds the snapshot.</param>
/// <param name="lifetime">Ends watches when the process stops.</param>
public sealed class EvaluationGrpcService(SnapshotState state, IHostApplicationLifetime lifetime) : EvaluationService.EvaluationServiceBase
{
    /// <inheritdoc/>
    public override Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context) =>
        Task.FromResult(EvaluationResponder.Answer(state.Current, request, state.StaleAge));

    /// <inheritdoc/>
    public override Task<EvaluateBatchResponse> EvaluateBatch(EvaluateBatchRequest request, ServerCallContext context)
    {
        if (request.Requests.Count > EvaluationLimit.Batch)
        {
            throw EvaluationErrors.BatchTooLarge(request.Requests.Count);
        }

        // Read once: a batch sees one revision.
        var snapshot = state.Current;
        var staleAge = state.StaleAge;
        var response = new EvaluateBatchResponse { Revision = snapshot?.Revision.Value ?? 0 };
        foreach (var one in request.Requests)
        {
            response.Responses.Add(EvaluationResponder.Answer(snapshot, one, staleAge));
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<EvaluateAllResponse> EvaluateAll(EvaluateAllRequest request, ServerCallContext context)
    {
        var snapshot = state.Current ?? throw EvaluationErrors.NotReady();
        var staleAge = state.StaleAge;
        var response = new EvaluateAllResponse { Revision = snapshot.Revision.Value };
        var one = new EvaluateRequest { Context = request.Context };
        foreach (var flag in snapshot.Model.Flags)
        {
            one.FlagKey = flag.Key;
            response.Responses.Add(EvaluationResponder.Answer(snapshot, one, staleAge));
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
