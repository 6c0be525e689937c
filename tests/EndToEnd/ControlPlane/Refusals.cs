using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>A refusal as a client reads it: status code, reason and violations from the details in the trailers.</summary>
internal sealed record Refusals(StatusCode Code, string Reason, string Message, IReadOnlyList<string> Fields, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>The refusal of a call; fails when the call succeeds or its refusal carries no details of this platform.</summary>
    public static async Task<Refusals> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            return Of(await Assert.ThrowsAsync<RpcException>(async () => await call));
        }
    }

    public static Refusals Of(RpcException exception)
    {
        var details = exception.Trailers.GetValueBytes("grpc-status-details-bin");
        Assert.NotNull(details);
        var status = Status.Parser.ParseFrom(details);
        Assert.Equal((int)exception.StatusCode, status.Code);
        var info = Assert.Single(status.Details, detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        Assert.Equal("grpcexp", info.Domain);
        var violations = status.Details.Where(detail => detail.Is(BadRequest.Descriptor)).SelectMany(detail => detail.Unpack<BadRequest>().FieldViolations);
        return new Refusals(exception.StatusCode, info.Reason, exception.Status.Detail, [.. violations.Select(violation => violation.Field)], info.Metadata);
    }
}
