using Grpc.Core;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.Lookups;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client;

/// <summary>
/// Asks a sidecar, or a control plane, what flags say. Thread-safe; one instance a process is enough. An evaluation
/// never throws: without an answer it gives the caller's default and says why.
/// </summary>
public sealed class GrpcExpClient : IAsyncDisposable
{
    private readonly IEvaluationTransport _transport;
    private readonly GrpcExpClientOptions _options;

    private GrpcExpClient(IEvaluationTransport transport, GrpcExpClientOptions options)
    {
        _transport = transport;
        _options = options;
    }

    /// <summary>A client of the sidecar's raw socket: the fastest way. Connects on first use and again after a break.</summary>
    /// <param name="socketPath">Path of the sidecar's raw-protocol Unix socket.</param>
    /// <param name="options">Null for the defaults.</param>
    public static GrpcExpClient ForRawSocket(string socketPath, GrpcExpClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
        return new GrpcExpClient(new RawSocketTransport(socketPath), options ?? new GrpcExpClientOptions());
    }

    /// <summary>A client of any EvaluationService: on a channel to a sidecar's Unix socket or loopback port, or to a control plane.</summary>
    /// <param name="invoker">A channel's call invoker; the caller keeps the channel.</param>
    /// <param name="options">Null for the defaults.</param>
    public static GrpcExpClient ForGrpc(CallInvoker invoker, GrpcExpClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        options ??= new GrpcExpClientOptions();
        return new GrpcExpClient(new GrpcTransport(invoker, options.Time), options);
    }

    /// <summary>The value of a BOOL flag.</summary>
    public ValueTask<FlagEvaluation<bool>> EvaluateBoolAsync(
        string flagKey, UnitContext unit, bool defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, FlagType.Bool, defaultValue, static value => value.BoolValue, cancellationToken);

    /// <summary>The value of a STRING flag.</summary>
    public ValueTask<FlagEvaluation<string>> EvaluateStringAsync(
        string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, FlagType.String, defaultValue, static value => value.StringValue, cancellationToken);

    /// <summary>The value of an INT flag.</summary>
    public ValueTask<FlagEvaluation<long>> EvaluateIntAsync(
        string flagKey, UnitContext unit, long defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, FlagType.Int, defaultValue, static value => value.IntValue, cancellationToken);

    /// <summary>The value of a DOUBLE flag.</summary>
    public ValueTask<FlagEvaluation<double>> EvaluateDoubleAsync(
        string flagKey, UnitContext unit, double defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, FlagType.Double, defaultValue, static value => value.DoubleValue, cancellationToken);

    /// <summary>The value of a JSON flag: the text of one JSON object.</summary>
    public ValueTask<FlagEvaluation<string>> EvaluateJsonAsync(
        string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, FlagType.Json, defaultValue, static value => value.JsonValue, cancellationToken);

    /// <summary>
    /// Up to 1,000 evaluations at one revision, in order. Never throws: when the call itself fails, every answer is an
    /// error that says so.
    /// </summary>
    public async ValueTask<IReadOnlyList<EvaluateResponse>> EvaluateBatchAsync(
        IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        if (requests.Count == 0)
        {
            return [];
        }

        try
        {
            return await _transport.EvaluateAsync(requests, _options.Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whatever is down, the service that asked must go on.
            var detail = Describe(failure);
            return [.. requests.Select(request => new EvaluateResponse
            {
                FlagKey = request.FlagKey,
                Reason = Reason.Error,
                ErrorCode = ErrorCode.NotReady,
                ErrorDetail = detail,
                Bucket = -1,
            })];
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private async ValueTask<FlagEvaluation<T>> EvaluateAsync<T>(
        string flagKey, UnitContext unit, FlagType type, T defaultValue, Func<FlagValue, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(flagKey);
        ArgumentNullException.ThrowIfNull(unit);
        var request = new EvaluateRequest { FlagKey = flagKey, Context = unit.ToMessage(), ExpectedType = type };
        var answers = await EvaluateBatchAsync([request], cancellationToken).ConfigureAwait(false);
        var answer = answers[0];
        var has = answer.ErrorCode == ErrorCode.Unspecified && answer.Value is not null;
        return new FlagEvaluation<T>(has ? read(answer.Value!) : defaultValue, has, answer);
    }

    private string Describe(Exception failure) => failure switch
    {
        TimeoutException or OperationCanceledException => $"No answer within {_options.Timeout.TotalMilliseconds:0} ms.",
        RpcException rpc => $"{rpc.StatusCode}: {rpc.Status.Detail}",
        _ => failure.Message,
    };
}
