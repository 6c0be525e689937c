using Grpc.Core;
using GrpcExp.Echo.V1;

namespace GrpcExp.Micro.Rpc;

/// <summary>The echo service in the process of the benchmark.</summary>
internal sealed class VisitedEchoService(EchoHost host) : EchoService.EchoServiceBase
{
    public override Task<EchoMessage> Echo(EchoMessage request, ServerCallContext context) => Task.FromResult(request);

    public override async Task<EchoMessage> Hold(EchoMessage request, ServerCallContext context)
    {
        await host.CurrentVisit.HoldAsync(context.CancellationToken);
        return request;
    }
}
