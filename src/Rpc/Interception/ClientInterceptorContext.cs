namespace Grpc.Core.Interceptors;

/// <summary>The call that a client interceptor sees beside its request.</summary>
public readonly struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>A call from its parts.</summary>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>The method.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The host that the call names, or null.</summary>
    public string? Host { get; }

    /// <summary>The options.</summary>
    public CallOptions Options { get; }
}
