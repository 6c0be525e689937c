using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>A stream of requests, one response.</summary>
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerMethodSettings settings, ClientStreamingServerMethod<TRequest, TResponse> invoke)
    : ServerCallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        var response = await invoke(new ServerStreamReader<TRequest>(call, Method.RequestMarshaller), call).ConfigureAwait(false);
        await call.CompleteAsync(Method.ResponseMarshaller, response).ConfigureAwait(false);
    }
}
