using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Service;

namespace GrpcExp.Conformance.Web;

/// <summary>The interop service, with fields that its tests leave free asking for error details and for a late answer.</summary>
public sealed class PeerService : TestService.TestServiceBase
{
    private readonly InteropService _interop = new();

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        if (request.FillUsername)
        {
            var status = new Google.Rpc.Status
            {
                Code = (int)StatusCode.FailedPrecondition,
                Message = "worn",
                Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new Google.Rpc.ErrorInfo { Reason = "WORN" }) },
            };
            throw new RpcException(
                new Status(StatusCode.FailedPrecondition, "worn"),
                new Metadata { { "grpc-status-details-bin", status.ToByteArray() }, { "x-reason", "use" } });
        }

        if (request.FillOauthScope)
        {
            await Task.Delay(-1, context.CancellationToken);
        }

        return await _interop.UnaryCall(request, context);
    }

    public override Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context) =>
        _interop.StreamingOutputCall(request, responseStream, context);
}
