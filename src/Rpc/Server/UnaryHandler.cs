using System.Runtime.CompilerServices;
using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>One request, one response.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerMethodSettings settings, UnaryServerMethod<TRequest, TResponse> invoke)
    : ServerCallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        var request = await call.ReadSingleAsync(Method.RequestMarshaller).ConfigureAwait(false);
        var response = await invoke(request!, call).ConfigureAwait(false);
        await call.CompleteAsync(Method.ResponseMarshaller, response).ConfigureAwait(false);
    }
}
