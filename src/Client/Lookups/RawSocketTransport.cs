using System.Runtime.CompilerServices;
using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Client.Lookups;

/// <summary>The raw protocol over a small pool of connections; a request goes to the least busy one.</summary>
internal sealed class RawSocketTransport : IEvaluationTransport
{
    /// <summary>How often the sidecar is asked for its revision while somebody listens for changes.</summary>
    public static readonly TimeSpan ListenInterval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly GrpcExpClientOptions _options;
    private readonly ServedRevision _served;
    private readonly SidecarLink[] _links;
    private readonly Listening _listening;
    private readonly long _timeoutTicks;
    private volatile EvaluateResponse? _last;
    private volatile bool _isClosed;

    public RawSocketTransport(string path, GrpcExpClientOptions options, ChangeNotifier changes)
    {
        _path = path;
        _options = options;
        _served = new ServedRevision(changes);
        _timeoutTicks = (long)(options.Timeout.TotalSeconds * options.Time.TimestampFrequency);
        var logger = options.LoggerFactory.CreateLogger<GrpcExpClient>();
        _links = [.. Enumerable.Range(0, options.Connections).Select(_ => new SidecarLink(path, options, new Random(options.Jitter.Next()), _served, logger))];
        _listening = new Listening(ListenAsync);
    }

    public AnswerOrigin Origin => AnswerOrigin.Memory;

    public ClientStatus Status
    {
        get
        {
            var phases = Array.ConvertAll(_links, link => link.Phase);
            var isOpen = Array.Exists(phases, phase => phase.Connection is not null);
            var problem = _isClosed ? NoAnswer.Closed : isOpen ? null : Array.Find(phases, phase => phase.Problem is not null)?.Problem;
            var hasRevision = _served.Revision > 0;
            var staleAge = isOpen ? SnapshotAge.Of(_last) : null;
            var state = _isClosed ? ClientState.Closed
                : problem is not null ? ClientState.Unavailable
                : !isOpen || !hasRevision ? ClientState.Starting
                : staleAge is null ? ClientState.Ready : ClientState.Stale;
            return new ClientStatus
            {
                State = state,
                Origin = state is ClientState.Ready or ClientState.Stale ? AnswerOrigin.Memory : AnswerOrigin.CallerDefault,
                Epoch = _served.Epoch,
                Revision = _served.Revision,
                StaleAge = staleAge,
                Source = isOpen ? _path : "",
                Problem = problem,
            };
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<EvaluateResponse> EvaluateAsync(string flagKey, UnitContext unit, FlagType type, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(new LookupQuestion(flagKey, unit, type), cancellationToken).ConfigureAwait(false);
        if (answer.Failure is { } failure)
        {
            return NoAnswer.To(flagKey, failure);
        }

        if (answer.First is not { } first || answer.Others is not null)
        {
            return NoAnswer.To(flagKey, $"The sidecar gave {answer.Count} answers to 1 question.");
        }

        _last = first;
        return first;
    }

    public async ValueTask<IReadOnlyList<EvaluateResponse>> EvaluateBatchAsync(
        IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(new LookupQuestion(new LookupRequest { Evaluations = { requests } }), cancellationToken).ConfigureAwait(false);
        if (answer.Failure is null && answer.Count == requests.Count)
        {
            _last = answer.First;
            return answer.ToList();
        }

        return NoAnswer.To(requests, answer.Failure ?? $"The sidecar gave {answer.Count} answers to {requests.Count} questions.");
    }

    public async ValueTask<AllFlags> EvaluateAllAsync(UnitContext unit, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(new LookupQuestion(new LookupRequest { AllFlags = unit.Message }), cancellationToken).ConfigureAwait(false);
        return answer.Failure is { } failure ? new AllFlags([], ErrorCode.NotReady, failure)
            : answer.Revision <= 0 ? new AllFlags([], ErrorCode.NotReady, "The sidecar has no snapshot yet.")
            : new AllFlags(answer.ToList());
    }

    public async ValueTask<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync(new LookupQuestion(new LookupRequest()), cancellationToken).ConfigureAwait(false);
        return answer is { Failure: null, Revision: > 0 };
    }

    public void Listen(bool wanted) => _listening.Want(wanted);

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _listening.DisposeAsync().ConfigureAwait(false);
        foreach (var link in _links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask<LookupAnswer> AskAsync(in LookupQuestion question, CancellationToken cancellationToken)
    {
        if (_isClosed || cancellationToken.IsCancellationRequested)
        {
            return new ValueTask<LookupAnswer>(LookupAnswer.Failed(_isClosed ? NoAnswer.Closed : NoAnswer.Cancelled));
        }

        var deadline = _options.Time.GetTimestamp() + _timeoutTicks;
        var phase = Choose();
        return phase.Connection is { } connection ? connection.AskAsync(question, deadline, cancellationToken)
            : phase.Problem is { } problem ? new ValueTask<LookupAnswer>(LookupAnswer.Failed(problem))
            : ConnectAndAskAsync(phase.Next!.Task, question, deadline, cancellationToken);
    }

    // The least busy of the open ones; without one, one that is connecting.
    private LinkPhase Choose()
    {
        LinkPhase? best = null;
        foreach (var link in _links)
        {
            link.Start();
            var phase = link.Phase;
            if (best is null || Cost(phase) < Cost(best))
            {
                best = phase;
            }
        }

        return best!;
    }

    private static int Cost(LinkPhase phase) => phase.Connection?.InFlight ?? (phase.Next is not null ? int.MaxValue - 1 : int.MaxValue);

    private async ValueTask<LookupAnswer> ConnectAndAskAsync(
        Task<LinkPhase> next, LookupQuestion question, long deadline, CancellationToken cancellationToken)
    {
        try
        {
            var phase = await next.WaitAsync(_options.Timeout, _options.Time, cancellationToken).ConfigureAwait(false);
            return phase.Connection is { } connection
                ? await connection.AskAsync(question, deadline, cancellationToken).ConfigureAwait(false)
                : LookupAnswer.Failed(phase.Problem ?? NoAnswer.LateBy(_options.Timeout));
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
        {
            return LookupAnswer.Failed(NoAnswer.Because(failure, _options.Timeout, cancellationToken));
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        while (true)
        {
            await ProbeAsync(stop).ConfigureAwait(false);
            await Task.Delay(ListenInterval, _options.Time, stop).ConfigureAwait(false);
        }
    }
}
