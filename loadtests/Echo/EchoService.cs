using Grpc.Core;
using GrpcExp.Echo.V1;

namespace GrpcExp.Echo;

/// <summary>The least that a handler can do: what is measured is the runtime around it.</summary>
internal sealed class EchoService : V1.EchoService.EchoServiceBase
{
    public override Task<EchoMessage> Echo(EchoMessage request, ServerCallContext context) => Task.FromResult(request);
}
