using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>A stream each way.</summary>
internal sealed class DuplexStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerMethodSettings settings, DuplexStreamingServerMethod<TRequest, TResponse> invoke)
    : ServerCallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        await invoke(
            new ServerStreamReader<TRequest>(call, Method.RequestMarshaller),
            new ServerStreamWriter<TResponse>(call, Method.ResponseMarshaller),
            call).ConfigureAwait(false);
        await call.CompleteAsync().ConfigureAwait(false);
    }
}
