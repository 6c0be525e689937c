using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What <see cref="ScriptedService"/> does in one test.</summary>
public sealed class Script
{
    public Func<SimpleRequest, ServerCallContext, Task<SimpleResponse>> Unary { get; set; } =
        (_, _) => Task.FromResult(new SimpleResponse());

    public Func<StreamingOutputCallRequest, IServerStreamWriter<StreamingOutputCallResponse>, ServerCallContext, Task> Output { get; set; } =
        (_, _, _) => Task.CompletedTask;
}
