using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcExp.Rpc.Server;

/// <summary>Wraps a handler in the interceptors of its service, once, when the service is mapped.</summary>
internal static class InterceptorPipeline
{
    public static UnaryServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        IReadOnlyList<CallActivator<Interceptor>> interceptors, UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var interceptor in interceptors.Reverse())
        {
            var next = handler;
            handler = (request, context) => interceptor.Create(context).UnaryServerHandler(request, context, next);
        }

        return handler;
    }

    public static ClientStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        IReadOnlyList<CallActivator<Interceptor>> interceptors, ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var interceptor in interceptors.Reverse())
        {
            var next = handler;
            handler = (requests, context) => interceptor.Create(context).ClientStreamingServerHandler(requests, context, next);
        }

        return handler;
    }

    public static ServerStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        IReadOnlyList<CallActivator<Interceptor>> interceptors, ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var interceptor in interceptors.Reverse())
        {
            var next = handler;
            handler = (request, responses, context) =>
                interceptor.Create(context).ServerStreamingServerHandler(request, responses, context, next);
        }

        return handler;
    }

    public static DuplexStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        IReadOnlyList<CallActivator<Interceptor>> interceptors, DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var interceptor in interceptors.Reverse())
        {
            var next = handler;
            handler = (requests, responses, context) =>
                interceptor.Create(context).DuplexStreamingServerHandler(requests, responses, context, next);
        }

        return handler;
    }
}
