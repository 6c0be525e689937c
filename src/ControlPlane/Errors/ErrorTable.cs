using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using GrpcExp.Storage.Errors;

namespace GrpcExp.ControlPlane.Errors;

/// <summary>The one place where errors become gRPC statuses.</summary>
internal static class ErrorTable
{
    /// <summary>Domain of every ErrorInfo.</summary>
    public const string Domain = "grpcexp";

    /// <summary>Trailer that carries the google.rpc.Status.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    public static (StatusCode Code, string Reason) Of(ControlError error) => error switch
    {
        ControlError.InvalidArgument => (StatusCode.InvalidArgument, "INVALID_ARGUMENT"),
        ControlError.NotFound => (StatusCode.NotFound, "NOT_FOUND"),
        ControlError.AlreadyExists => (StatusCode.AlreadyExists, "ALREADY_EXISTS"),
        ControlError.IllegalTransition => (StatusCode.FailedPrecondition, "ILLEGAL_TRANSITION"),
        ControlError.ReviewIncomplete => (StatusCode.FailedPrecondition, "REVIEW_INCOMPLETE"),
        ControlError.SelfApproval => (StatusCode.FailedPrecondition, "SELF_APPROVAL"),
        ControlError.NotReservable => (StatusCode.FailedPrecondition, "NOT_RESERVABLE"),
        ControlError.NotStartable => (StatusCode.FailedPrecondition, "NOT_STARTABLE"),
        ControlError.PrerequisiteCycle => (StatusCode.FailedPrecondition, "PREREQUISITE_CYCLE"),
        ControlError.InUse => (StatusCode.FailedPrecondition, "IN_USE"),
        ControlError.TokenRevoked => (StatusCode.FailedPrecondition, "TOKEN_REVOKED"),
        ControlError.BuildRunning => (StatusCode.FailedPrecondition, "BUILD_RUNNING"),
        ControlError.Unauthenticated => (StatusCode.Unauthenticated, "UNAUTHENTICATED"),
        ControlError.PermissionDenied => (StatusCode.PermissionDenied, "PERMISSION_DENIED"),
        ControlError.LimitExceeded => (StatusCode.ResourceExhausted, "LIMIT_EXCEEDED"),
        ControlError.Unavailable => (StatusCode.Unavailable, "UNAVAILABLE"),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "The table has no row for this error."),
    };

    public static (StatusCode Code, string Reason) Of(StorageError error) => error switch
    {
        StorageError.StaleEtag => (StatusCode.Aborted, "STALE_ETAG"),
        StorageError.RequestIdReused => (StatusCode.InvalidArgument, "REQUEST_ID_REUSED"),
        StorageError.Unavailable => (StatusCode.Unavailable, "STORAGE_UNAVAILABLE"),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "The table has no row for this error."),
    };

    public static RpcException ToRpc(ControlException exception) =>
        Status(Of(exception.Error), exception.Message, exception.Violations, exception.Facts, exception.RetryAfter);

    public static RpcException ToRpc(StorageException exception) => Status(
        Of(exception.Error),
        exception.Message,
        exception.Error == StorageError.RequestIdReused ? [new FieldViolation("request_id", exception.Message)] : [],
        new Dictionary<string, string>());

    /// <summary>A status that no area has a word for: its reason is the name of its code.</summary>
    public static RpcException ToRpc(StatusCode code, string message, IReadOnlyDictionary<string, string> facts) =>
        Status((code, ReasonOf(code)), message, [], facts);

    /// <summary>The details of a status that the runtime gave by itself, for the trailer.</summary>
    public static byte[] DetailsOf(StatusCode code, string message) => Details((code, ReasonOf(code)), message, [], new Dictionary<string, string>());

    private static string ReasonOf(StatusCode code) => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString());

    private static RpcException Status(
        (StatusCode Code, string Reason) row,
        string message,
        IReadOnlyList<FieldViolation> violations,
        IReadOnlyDictionary<string, string> facts,
        TimeSpan? retryAfter = null) =>
        new(new Grpc.Core.Status(row.Code, message), new Metadata { { DetailsTrailer, Details(row, message, violations, facts, retryAfter) } });

    private static byte[] Details(
        (StatusCode Code, string Reason) row,
        string message,
        IReadOnlyList<FieldViolation> violations,
        IReadOnlyDictionary<string, string> facts,
        TimeSpan? retryAfter = null)
    {
        var info = new ErrorInfo { Reason = row.Reason, Domain = Domain };
        foreach (var (name, value) in facts)
        {
            info.Metadata.Add(name, value);
        }

        var status = new Google.Rpc.Status { Code = (int)row.Code, Message = message, Details = { Any.Pack(info) } };
        if (violations.Count > 0)
        {
            var request = new BadRequest();
            request.FieldViolations.AddRange(violations.Select(violation =>
                new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Description }));
            status.Details.Add(Any.Pack(request));
        }

        if (retryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }

        return status.ToByteArray();
    }
}
