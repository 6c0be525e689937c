using Grpc.Core;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>What stands in for an answer that nobody gave.</summary>
internal static class NoAnswer
{
    /// <summary>The client was disposed.</summary>
    public const string Closed = "The client is closed: make a new one.";

    /// <summary>The caller's token was cancelled.</summary>
    public const string Cancelled = "The caller cancelled the evaluation.";

    /// <summary>The caller gave no key.</summary>
    public const string NullFlagKey = "flagKey: null is refused; give the key of a flag.";

    /// <summary>The caller gave no unit.</summary>
    public const string NullUnit = "unit: null is refused; give a UnitContext, with an empty id when there is none.";

    /// <summary>Bucket of an answer that needed none.</summary>
    private const int NoBucket = -1;

    public static EvaluateResponse To(string? flagKey, string detail, ErrorCode code = ErrorCode.NotReady) => new()
    {
        FlagKey = flagKey ?? "",
        Reason = Reason.Error,
        ErrorCode = code,
        ErrorDetail = detail,
        Bucket = NoBucket,
    };

    public static IReadOnlyList<EvaluateResponse> To(IReadOnlyList<EvaluateRequest> requests, string detail, ErrorCode code = ErrorCode.NotReady) =>
        [.. requests.Select(request => To(request?.FlagKey, detail, code))];

    public static string LateBy(TimeSpan timeout) => $"No answer within {timeout.TotalMilliseconds:0} ms.";

    public static string Because(Exception failure, TimeSpan timeout, CancellationToken cancellationToken) => failure switch
    {
        _ when cancellationToken.IsCancellationRequested => Cancelled,
        ObjectDisposedException => Closed,
        TimeoutException or OperationCanceledException => LateBy(timeout),
        RpcException { StatusCode: StatusCode.DeadlineExceeded } => LateBy(timeout),
        RpcException rpc => $"{rpc.StatusCode}: {rpc.Status.Detail}",
        _ => failure.Message,
    };
}
