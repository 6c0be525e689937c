using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Writes its name into a list for every call, on either side.</summary>
public class TraceInterceptor(ConcurrentQueue<string> trace, string name) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        trace.Enqueue($"{name} {context.Method}");
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        trace.Enqueue($"{name} {context.Method}");
        return continuation(request, responseStream, context);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        trace.Enqueue($"{name} {context.Method.Name}");
        return continuation(request, context);
    }
}
