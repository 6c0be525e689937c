using GrpcExp.Client.Evaluations;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Lookups;

/// <summary>The raw protocol over one connection that all callers share, opened on first use and again after a break.</summary>
internal sealed class RawSocketTransport(string socketPath) : IEvaluationTransport
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile LookupConnection? _connection;
    private ulong _requests;

    public async Task<IReadOnlyList<EvaluateResponse>> EvaluateAsync(
        IReadOnlyList<EvaluateRequest> requests, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        var connection = _connection is { IsBroken: false } open ? open : await OpenAsync(patience.Token).ConfigureAwait(false);
        var lookup = new LookupRequest { RequestId = Interlocked.Increment(ref _requests), Evaluations = { requests } };
        var answer = await connection.SendAsync(lookup, patience.Token).ConfigureAwait(false);
        if (answer.ErrorDetail.Length > 0 || answer.Evaluations.Count != requests.Count)
        {
            throw new IOException(answer.ErrorDetail.Length > 0
                ? answer.ErrorDetail
                : $"The sidecar gave {answer.Evaluations.Count} answers to {requests.Count} questions.");
        }

        return answer.Evaluations;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _opening.Dispose();
    }

    private async Task<LookupConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_connection is { IsBroken: false } open)
            {
                return open;
            }

            if (_connection is { } broken)
            {
                await broken.DisposeAsync().ConfigureAwait(false);
            }

            return _connection = await LookupConnection.OpenAsync(socketPath, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }
}
