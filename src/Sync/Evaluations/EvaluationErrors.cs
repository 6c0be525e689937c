using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace GrpcExp.Sync;

/// <summary>The few failures of a whole call; what is wrong with one evaluation is in its answer.</summary>
internal static class EvaluationErrors
{
    private const string Domain = "grpcexp";
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static RpcException BatchTooLarge(int count)
    {
        var description = $"{count} evaluations are over the limit of {EvaluationLimit.Batch}; send several batches.";
        var violation = new BadRequest.Types.FieldViolation { Field = "requests", Description = description };
        return Make(
            StatusCode.InvalidArgument, "BATCH_TOO_LARGE", $"requests: {description}", new BadRequest { FieldViolations = { violation } });
    }

    public static RpcException NotReady() =>
        Make(StatusCode.Unavailable, "NOT_READY", EvaluationDetails.NotReady);

    public static RpcException Stopping() =>
        Make(StatusCode.Unavailable, "STOPPING", "The server is stopping: watch again when it is back, or another one.");

    private static RpcException Make(StatusCode code, string reason, string message, params IEnumerable<IMessage> details)
    {
        var status = new Status { Code = (int)code, Message = message, Details = { Any.Pack(new ErrorInfo { Reason = reason, Domain = Domain }) } };
        status.Details.AddRange(details.Select(Any.Pack));
        return new RpcException(new Grpc.Core.Status(code, message), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }
}
