using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>A stream of requests, one response.</summary>
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerMethodSettings settings, ClientStreamingServerMethod<TRequest, TResponse> invoke)
    : ServerCallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        var requests = new ServerStreamReader<TRequest>(call, Method.RequestMarshaller);
        await RespondAsync(call, await invoke(requests, call).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
