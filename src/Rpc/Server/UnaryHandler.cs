using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>One request, one response.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerMethodSettings settings, UnaryServerMethod<TRequest, TResponse> invoke)
    : ServerCallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        var request = await call.ReadSingleAsync(Method.RequestMarshaller).ConfigureAwait(false);
        await RespondAsync(call, await invoke(request, call).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
