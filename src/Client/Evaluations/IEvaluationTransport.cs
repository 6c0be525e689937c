using GrpcExp.Client.Status;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>A way to an evaluator. Expected failures are answers with a detail; what is thrown, the client turns into one.</summary>
internal interface IEvaluationTransport : IAsyncDisposable
{
    /// <summary>How things are.</summary>
    ClientStatus Status { get; }

    /// <summary>Where an answer given now comes from.</summary>
    AnswerOrigin Origin { get; }

    /// <summary>One flag for one unit.</summary>
    ValueTask<EvaluateResponse> EvaluateAsync(string flagKey, UnitContext unit, FlagType type, CancellationToken cancellationToken);

    /// <summary>One answer a request, in order, at one revision.</summary>
    ValueTask<IReadOnlyList<EvaluateResponse>> EvaluateBatchAsync(IReadOnlyList<EvaluateRequest> requests, CancellationToken cancellationToken);

    /// <summary>Every flag for one unit, at one revision.</summary>
    ValueTask<AllFlags> EvaluateAllAsync(UnitContext unit, CancellationToken cancellationToken);

    /// <summary>Whether flags can be answered; asks when that is not known.</summary>
    ValueTask<bool> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Somebody wants to hear of changes, or nobody does any more.</summary>
    void Listen(bool wanted);
}
