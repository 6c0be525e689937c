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
    // Small calls have arrived when they are read, and are answered without a wait: they cost no state machine.
    protected override ValueTask InvokeAsync(ServerCall call)
    {
        var reading = call.ReadSingleAsync(Method.RequestMarshaller);
        if (!reading.IsCompletedSuccessfully)
        {
            return ReadAsync(call, reading);
        }

        var handling = invoke(reading.Result!, call);
        return handling.IsCompletedSuccessfully
            ? call.CompleteAsync(Method.ResponseMarshaller, handling.Result)
            : HandleAsync(call, handling);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadAsync(ServerCall call, ValueTask<TRequest?> reading)
    {
        var request = await reading.ConfigureAwait(false);
        var response = await invoke(request!, call).ConfigureAwait(false);
        await call.CompleteAsync(Method.ResponseMarshaller, response).ConfigureAwait(false);
    }

    private async ValueTask HandleAsync(ServerCall call, Task<TResponse> handling)
    {
        var response = await handling.ConfigureAwait(false);
        await call.CompleteAsync(Method.ResponseMarshaller, response).ConfigureAwait(false);
    }
}
