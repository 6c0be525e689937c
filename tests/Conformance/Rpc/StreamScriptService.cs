using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Streams of requests that go as the test says.</summary>
public sealed class StreamScriptService(StreamScript script) : TestService.TestServiceBase
{
    public override Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context) =>
        script.Input(requestStream, context, script.Next());

    public override Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context) =>
        script.Duplex(requestStream, responseStream, context, script.Next());
}
