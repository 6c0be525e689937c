using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sync;

namespace GrpcExp.Client.InProcess;

/// <summary>Evaluates in this process, from a snapshot that it follows itself. No evaluation waits for anything.</summary>
internal sealed class InProcessTransport : IEvaluationTransport
{
    private readonly FlagKeeper _keeper;
    private readonly Listening _listening;
    private readonly ChangeNotifier _changes;
    private volatile LoadedSnapshot? _heard;
    private volatile bool _isClosed;

    public InProcessTransport(InProcessOptions options, GrpcExpClientOptions clientOptions, ChangeNotifier changes)
    {
        _changes = changes;
        _keeper = new FlagKeeper(options, clientOptions);
        _listening = new Listening(ListenAsync);
    }

    public AnswerOrigin Origin => _keeper.Origin;

    public ClientStatus Status
    {
        get
        {
            var snapshot = _keeper.State.Current;
            var staleAge = _keeper.State.StaleAge;
            var refusal = _keeper.State.LastRefusal;
            return new ClientStatus
            {
                State = _isClosed ? ClientState.Closed
                    : snapshot is null ? ClientState.Starting
                    : staleAge is null ? ClientState.Ready : ClientState.Stale,
                Origin = _isClosed ? AnswerOrigin.CallerDefault : _keeper.Origin,
                Epoch = snapshot?.Epoch ?? "",
                Revision = snapshot?.Revision.Value ?? 0,
                StaleAge = staleAge,
                Source = _keeper.SourceInTouch ?? "",
                Problem = _isClosed ? NoAnswer.Closed
                    : refusal is not null ? $"Revision {refusal.Revision} was refused: {refusal.Reason}"
                    : _keeper.SourceInTouch is null ? "No source is in touch." : null,
            };
        }
    }

    public ValueTask<EvaluateResponse> EvaluateAsync(string flagKey, UnitContext unit, FlagType type, CancellationToken cancellationToken) =>
        new(Problem(cancellationToken) is { } problem
            ? NoAnswer.To(flagKey, problem)
            : EvaluationResponder.Answer(Open(), new EvaluateRequest { FlagKey = flagKey, Context = unit.Message, ExpectedType = type }));

    public ValueTask<IReadOnlyList<EvaluateResponse>> EvaluateBatchAsync(
        IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken)
    {
        if (Problem(cancellationToken) is { } problem)
        {
            return new(NoAnswer.To(requests, problem));
        }

        if (requests.Count > EvaluationLimit.Batch)
        {
            return new(NoAnswer.To(
                requests, $"requests: {requests.Count} evaluations are over the limit of {EvaluationLimit.Batch}; send several batches.", ErrorCode.InvalidContext));
        }

        // Opened once: a batch sees one revision.
        var view = Open();
        var answers = new EvaluateResponse[requests.Count];
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index] = EvaluationResponder.Answer(view, requests[index]);
        }

        return new(answers);
    }

    public ValueTask<AllFlags> EvaluateAllAsync(UnitContext unit, CancellationToken cancellationToken)
    {
        var view = Open();
        var problem = Problem(cancellationToken) ?? (view.Snapshot is null ? EvaluationDetails.NotReady : null);
        return new(problem is not null
            ? new AllFlags([], ErrorCode.NotReady, problem)
            : new AllFlags([.. view.Snapshot!.Model.Flags.Select(flag => EvaluationResponder.Answer(
                view, new EvaluateRequest { FlagKey = flag.Key, Context = unit.Message, SuppressExposure = true }))]));
    }

    public ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => new(_keeper.State.Current is not null);

    public void Listen(bool wanted)
    {
        // From this moment on, however late the work begins.
        _heard = wanted ? _keeper.State.Current : null;
        _listening.Want(wanted);
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _listening.DisposeAsync().ConfigureAwait(false);
        await _keeper.DisposeAsync().ConfigureAwait(false);
    }

    private EvaluationView Open() => _keeper.Evaluator.Open(EvaluationProtocol.InProcess);

    private string? Problem(CancellationToken cancellationToken) =>
        _isClosed ? NoAnswer.Closed : cancellationToken.IsCancellationRequested ? NoAnswer.Cancelled : null;

    private async Task ListenAsync(CancellationToken stop)
    {
        var known = _heard;
        while (true)
        {
            var next = await _keeper.State.WaitForOtherThanAsync(known, stop).ConfigureAwait(false);
            var keys = known?.Epoch == next.Epoch ? ChangedFlags.Between(known.Body, next.Body).Keys.ToArray() : null;
            if (keys is not { Length: 0 })
            {
                _changes.Publish(next.Epoch, next.Revision.Value, keys);
            }

            known = next;
        }
    }
}
