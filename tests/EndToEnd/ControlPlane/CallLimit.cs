using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Gives every unary call a deadline, so that a server that hangs fails a test instead of stopping the run.</summary>
internal sealed class CallLimit : Interceptor
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(
            request,
            new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithDeadline(DateTime.UtcNow + Limit)));
}
