namespace Grpc.Core;

/// <summary>The one kind of <see cref="CallCredentials"/>: functions in order.</summary>
internal sealed class InterceptedCredentials(AsyncAuthInterceptor[] interceptors) : CallCredentials
{
    public IReadOnlyList<AsyncAuthInterceptor> Interceptors { get; } = interceptors;

    public async Task AddToAsync(AuthInterceptorContext context, Metadata metadata)
    {
        foreach (var interceptor in interceptors)
        {
            await interceptor(context, metadata).ConfigureAwait(false);
        }
    }
}
