using System.Runtime.CompilerServices;
using Grpc.Core;
using GrpcExp.Client.Changes;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sync;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Client.Evaluations;

/// <summary>EvaluationService over gRPC. The channel connects, and connects again; the watch for changes backs off by itself.</summary>
internal sealed class GrpcTransport : IEvaluationTransport
{
    private readonly EvaluationService.EvaluationServiceClient _service;
    private readonly GrpcExpClientOptions _options;
    private readonly ServedRevision _served;
    private readonly Listening _listening;
    private readonly Random _jitter;
    private readonly ILogger _logger;
    private volatile EvaluateResponse? _last;
    private volatile string? _problem;
    private volatile bool _isClosed;
    private long _revision;

    public GrpcTransport(CallInvoker invoker, GrpcExpClientOptions options, ChangeNotifier changes)
    {
        _service = new EvaluationService.EvaluationServiceClient(invoker);
        _options = options;
        _served = new ServedRevision(changes);
        _jitter = new Random(options.Jitter.Next());
        _logger = options.LoggerFactory.CreateLogger<GrpcExpClient>();
        _listening = new Listening(ListenAsync);
    }

    public AnswerOrigin Origin => AnswerOrigin.Memory;

    public ClientStatus Status
    {
        get
        {
            var revision = Math.Max(Interlocked.Read(ref _revision), _served.Revision);
            var problem = _isClosed ? NoAnswer.Closed : _problem;
            var staleAge = problem is null ? SnapshotAge.Of(_last) : null;
            var state = _isClosed ? ClientState.Closed
                : problem is not null ? ClientState.Unavailable
                : revision == 0 ? ClientState.Starting
                : staleAge is null ? ClientState.Ready : ClientState.Stale;
            return new ClientStatus
            {
                State = state,
                Origin = state is ClientState.Ready or ClientState.Stale ? AnswerOrigin.Memory : AnswerOrigin.CallerDefault,
                Epoch = _served.Epoch,
                Revision = revision,
                StaleAge = staleAge,
                Source = state is ClientState.Ready or ClientState.Stale ? "grpc" : "",
                Problem = problem,
            };
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<EvaluateResponse> EvaluateAsync(string flagKey, UnitContext unit, FlagType type, CancellationToken cancellationToken)
    {
        try
        {
            var request = new EvaluateRequest { FlagKey = flagKey, Context = unit.Message, ExpectedType = type };
            using var call = _service.EvaluateAsync(request, deadline: Deadline(), cancellationToken: cancellationToken);
            var answer = await call.ResponseAsync.ConfigureAwait(false);
            Note(answer, answer.Revision);
            return answer;
        }
        catch (RpcException failure)
        {
            return NoAnswer.To(flagKey, Note(failure, cancellationToken));
        }
    }

    public async ValueTask<IReadOnlyList<EvaluateResponse>> EvaluateBatchAsync(
        IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken)
    {
        try
        {
            using var call = _service.EvaluateBatchAsync(
                new EvaluateBatchRequest { Requests = { requests } }, deadline: Deadline(), cancellationToken: cancellationToken);
            var batch = await call.ResponseAsync.ConfigureAwait(false);
            if (batch.Responses.Count != requests.Count)
            {
                return NoAnswer.To(requests, $"The server gave {batch.Responses.Count} answers to {requests.Count} questions.");
            }

            Note(batch.Responses[0], batch.Revision);
            return batch.Responses;
        }
        catch (RpcException failure)
        {
            return NoAnswer.To(requests, Note(failure, cancellationToken));
        }
    }

    public async ValueTask<AllFlags> EvaluateAllAsync(UnitContext unit, CancellationToken cancellationToken)
    {
        try
        {
            using var call = _service.EvaluateAllAsync(
                new EvaluateAllRequest { Context = unit.Message }, deadline: Deadline(), cancellationToken: cancellationToken);
            var all = await call.ResponseAsync.ConfigureAwait(false);
            Note(all.Responses.Count > 0 ? all.Responses[0] : null, all.Revision);
            return new AllFlags(all.Responses);
        }
        catch (RpcException failure)
        {
            return new AllFlags([], ErrorCode.NotReady, Note(failure, cancellationToken));
        }
    }

    public async ValueTask<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var call = _service.EvaluateBatchAsync(new EvaluateBatchRequest(), deadline: Deadline(), cancellationToken: cancellationToken);
            var batch = await call.ResponseAsync.ConfigureAwait(false);
            Note(_last, batch.Revision);
            return batch.Revision > 0;
        }
        catch (RpcException failure)
        {
            Note(failure, cancellationToken);
            return false;
        }
    }

    public void Listen(bool wanted) => _listening.Want(wanted);

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _listening.DisposeAsync().ConfigureAwait(false);
    }

    private DateTime Deadline()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        return _options.Time.GetUtcNow().UtcDateTime + _options.Timeout;
    }

    private void Note(EvaluateResponse? answer, long revision)
    {
        _last = answer;
        _problem = null;
        if (revision > 0)
        {
            Interlocked.Exchange(ref _revision, revision);
        }
    }

    private string Note(RpcException failure, CancellationToken cancellationToken)
    {
        var reason = NoAnswer.Because(failure, _options.Timeout, cancellationToken);
        if (!cancellationToken.IsCancellationRequested && failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            _problem = reason;
        }

        return reason;
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        var backoff = Backoff.Local(_jitter);
        while (!stop.IsCancellationRequested)
        {
            var start = _options.Time.GetTimestamp();
            var reason = "the server ended the watch";
            try
            {
                await WatchAsync(stop).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever ends the watch, the next one begins.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                reason = failure.Message;
            }

            if (!stop.IsCancellationRequested)
            {
                var wait = backoff.Next(_options.Time.GetElapsedTime(start));
                Log.WatchLost(_logger, wait, reason);
                await Task.Delay(wait, _options.Time, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        using var watch = _service.Watch(new WatchRequest(), cancellationToken: stop);
        var isFresh = true;
        while (await watch.ResponseStream.MoveNext(stop).ConfigureAwait(false))
        {
            var news = watch.ResponseStream.Current;
            _problem = null;
            _served.Observe(news.Epoch, news.Revision, isFresh, news.EverythingChanged ? null : news.ChangedFlags);
            isFresh = false;
        }
    }
}
