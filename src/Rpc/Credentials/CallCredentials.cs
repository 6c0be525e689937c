namespace Grpc.Core;

/// <summary>Credentials that travel in the headers of a call. Sent over TLS only, unless the channel says otherwise.</summary>
public abstract class CallCredentials
{
    private protected CallCredentials()
    {
    }

    /// <summary>Credentials that a function adds.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptedCredentials([interceptor]);
    }

    /// <summary>Several credentials, added in order.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) =>
        new InterceptedCredentials([.. credentials.SelectMany(c => ((InterceptedCredentials)c).Interceptors)]);
}
