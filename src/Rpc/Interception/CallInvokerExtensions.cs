namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors around a call invoker.</summary>
public static class CallInvokerExtensions
{
    /// <summary>Calls through an interceptor.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptingCallInvoker(invoker, interceptor);
    }

    /// <summary>Calls through several interceptors, the first outermost.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptors);
        foreach (var interceptor in ((IEnumerable<Interceptor>)interceptors).Reverse())
        {
            invoker = invoker.Intercept(interceptor);
        }

        return invoker;
    }

    /// <summary>Calls whose headers pass through a function.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return invoker.Intercept(new HeaderInterceptor(interceptor));
    }
}
