using Grpc.Core;
using GrpcExp.Conformance.Forms;

namespace GrpcExp.Conformance.Connect;

/// <summary>Gives back what it gets.</summary>
public sealed class EchoService : Echo.EchoBase
{
    public override Task<Everything> Send(Everything request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Everything> Look(Everything request, ServerCallContext context) => Task.FromResult(request);
}
