using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>One request, a stream of responses.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerMethodSettings settings, ServerStreamingServerMethod<TRequest, TResponse> invoke)
    : ServerCallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        var request = await call.ReadSingleAsync(Method.RequestMarshaller).ConfigureAwait(false);
        await invoke(request!, new ServerStreamWriter<TResponse>(call, Method.ResponseMarshaller), call).ConfigureAwait(false);
        await call.CompleteAsync().ConfigureAwait(false);
    }
}
