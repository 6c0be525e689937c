using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Grpc.Core;
using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.InProcess;
using GrpcExp.Client.Lookups;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sync;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Client;

/// <summary>The client: over a sidecar's raw socket, over gRPC, or evaluating in this process.</summary>
public sealed class GrpcExpClient : IGrpcExpClient
{
    private readonly IEvaluationTransport _transport;
    private readonly ChangeNotifier _changes;
    private readonly GrpcExpClientOptions _options;
    private readonly int _seed;
    private volatile bool _isClosed;

    private GrpcExpClient(GrpcExpClientOptions? options, Func<GrpcExpClientOptions, ChangeNotifier, IEvaluationTransport> open)
    {
        _options = (options ?? new GrpcExpClientOptions()).Checked();
        _changes = new ChangeNotifier(this, _options.LoggerFactory.CreateLogger<GrpcExpClient>());
        _seed = _options.Jitter.Next();
        _transport = open(_options, _changes);
    }

    /// <inheritdoc/>
    public event EventHandler<FlagsChangedEventArgs>? FlagsChanged
    {
        add
        {
            if (_changes.Add(value))
            {
                _transport.Listen(wanted: true);
            }
        }

        remove
        {
            if (_changes.Remove(value))
            {
                _transport.Listen(wanted: false);
            }
        }
    }

    /// <inheritdoc/>
    public ClientStatus Status => _transport.Status;

    /// <summary>A client of the sidecar's raw socket: the fastest way to another process. Connects on first use and again after a break.</summary>
    /// <param name="socketPath">Path of the sidecar's raw-protocol Unix socket.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or an option is out of its range.</exception>
    public static GrpcExpClient ForRawSocket(string socketPath, GrpcExpClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
        return new GrpcExpClient(options, (checkedOptions, changes) => new RawSocketTransport(socketPath, checkedOptions, changes));
    }

    /// <summary>A client of any EvaluationService: on a channel to a sidecar's Unix socket or loopback port, or to a control plane.</summary>
    /// <param name="invoker">A channel's call invoker; the caller keeps the channel.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static GrpcExpClient ForGrpc(CallInvoker invoker, GrpcExpClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        return new GrpcExpClient(options, (checkedOptions, changes) => new GrpcTransport(invoker, checkedOptions, changes));
    }

    /// <summary>
    /// A client that follows snapshots and evaluates in this process: its evaluations are complete when they return.
    /// What is on disk, or else the bundled snapshot, is served when this returns.
    /// </summary>
    /// <param name="inProcess">What to follow.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option cannot be used, or the bundled snapshot is none.</exception>
    /// <exception cref="IOException">The data folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The data folder must not be made.</exception>
    public static GrpcExpClient ForInProcess(InProcessOptions inProcess, GrpcExpClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inProcess);
        ArgumentException.ThrowIfNullOrEmpty(inProcess.Environment);
        return new GrpcExpClient(options, (checkedOptions, changes) => new InProcessTransport(inProcess, checkedOptions, changes));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitUntilReadyAsync(TimeSpan patience, CancellationToken cancellationToken = default)
    {
        var start = _options.Time.GetTimestamp();
        var backoff = Backoff.Local(new Random(_seed));
        while (!_isClosed && !cancellationToken.IsCancellationRequested)
        {
            if (await TryProbeAsync(cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            var left = patience - _options.Time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            var wait = backoff.Next(TimeSpan.Zero);
            await Task.Delay(wait < left ? wait : left, _options.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    /// <inheritdoc/>
    public ValueTask<bool> GetBoolAsync(string flagKey, UnitContext unit, bool defaultValue, CancellationToken cancellationToken = default) =>
        GetAsync(flagKey, unit, defaultValue, FlagKinds.Bool, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string> GetStringAsync(string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default) =>
        GetAsync(flagKey, unit, defaultValue, FlagKinds.Text, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> GetIntAsync(string flagKey, UnitContext unit, long defaultValue, CancellationToken cancellationToken = default) =>
        GetAsync(flagKey, unit, defaultValue, FlagKinds.Int, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<double> GetDoubleAsync(string flagKey, UnitContext unit, double defaultValue, CancellationToken cancellationToken = default) =>
        GetAsync(flagKey, unit, defaultValue, FlagKinds.Double, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<T> GetJsonAsync<T>(
        string flagKey, UnitContext unit, T defaultValue, JsonTypeInfo<T> type, CancellationToken cancellationToken = default) =>
        GetAsync(flagKey, unit, defaultValue, FlagKinds.Json(type), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FlagEvaluation<bool>> EvaluateBoolAsync(
        string flagKey, UnitContext unit, bool defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, defaultValue, FlagKinds.Bool, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FlagEvaluation<string>> EvaluateStringAsync(
        string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, defaultValue, FlagKinds.Text, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FlagEvaluation<long>> EvaluateIntAsync(
        string flagKey, UnitContext unit, long defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, defaultValue, FlagKinds.Int, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FlagEvaluation<double>> EvaluateDoubleAsync(
        string flagKey, UnitContext unit, double defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, defaultValue, FlagKinds.Double, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FlagEvaluation<string>> EvaluateJsonAsync(
        string flagKey, UnitContext unit, string defaultValue, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, defaultValue, FlagKinds.JsonText, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FlagEvaluation<T>> EvaluateJsonAsync<T>(
        string flagKey, UnitContext unit, T defaultValue, JsonTypeInfo<T> type, CancellationToken cancellationToken = default) =>
        EvaluateAsync(flagKey, unit, defaultValue, FlagKinds.Json(type), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<EvaluateResponse>> EvaluateBatchAsync(
        IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken = default)
    {
        if (requests is null || requests.Count == 0)
        {
            return [];
        }

        try
        {
            return await _transport.EvaluateBatchAsync(requests, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever is down, the service that asked must go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return NoAnswer.To(requests, NoAnswer.Because(failure, _options.Timeout, cancellationToken));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AllFlags> EvaluateAllAsync(UnitContext unit, CancellationToken cancellationToken = default)
    {
        if (unit is null)
        {
            return new AllFlags([], ErrorCode.InvalidContext, NoAnswer.NullUnit);
        }

        try
        {
            return await _transport.EvaluateAllAsync(unit, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new AllFlags([], ErrorCode.NotReady, NoAnswer.Because(failure, _options.Timeout, cancellationToken));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return _transport.DisposeAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> GetAsync<T>(
        string flagKey, UnitContext unit, T defaultValue, FlagKind<T> kind, CancellationToken cancellationToken)
    {
        var answer = await EvaluateAsync(flagKey, unit, defaultValue, kind, cancellationToken).ConfigureAwait(false);
        return answer.Value;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlagEvaluation<T>> EvaluateAsync<T>(
        string flagKey, UnitContext unit, T defaultValue, FlagKind<T> kind, CancellationToken cancellationToken)
    {
        EvaluateResponse answer;
        try
        {
            answer = flagKey is null ? NoAnswer.To("", NoAnswer.NullFlagKey, ErrorCode.FlagNotFound)
                : unit is null ? NoAnswer.To(flagKey, NoAnswer.NullUnit, ErrorCode.InvalidContext)
                : await _transport.EvaluateAsync(flagKey, unit, kind.Type, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            answer = NoAnswer.To(flagKey, NoAnswer.Because(failure, _options.Timeout, cancellationToken));
        }

        return kind.ValueOf(answer, defaultValue, _transport.Origin);
    }

    private async ValueTask<bool> TryProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _transport.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Not ready, whatever the reason.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
