using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// Gives an object of one call, a service or an interceptor: the registered one, or else a new one for each call. The
/// request's scope is opened only for an object that may depend on it.
/// </summary>
internal sealed class CallActivator<T>
    where T : class
{
    private readonly IServiceProvider _root;
    private readonly Type _type;
    private readonly object[] _arguments;
    private readonly Lazy<ObjectFactory> _factory;
    private readonly Func<T>? _construct;
    private readonly bool _mayBeRegistered;
    private readonly bool _isSingleton;
    private readonly bool _needsScope;
    private T? _singleton;

    /// <param name="type">The type of the object.</param>
    /// <param name="arguments">Arguments of its constructor beside what services give.</param>
    /// <param name="root">The services of the application.</param>
    /// <param name="construct">Calls its constructor without arguments; taken where there is nothing more to do.</param>
    public CallActivator(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type,
        object[] arguments,
        IServiceProvider root,
        Func<T>? construct = null)
    {
        _root = root;
        _type = type;
        _arguments = arguments;
        var types = Array.ConvertAll(arguments, a => a.GetType());
        // Made once: it looks the constructor up, so that a call does not have to.
        _factory = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(type, types));
        var registered = root.GetRequiredService<RegisteredServices>();
        var lifetime = registered.LifetimeOf(type);
        // Arguments mean an object of its own, even if the type is registered. A container other than the framework's may know
        // more than the collection says.
        _mayBeRegistered = arguments.Length == 0
            && (lifetime is not null || root.GetService<IServiceProviderIsService>()?.IsService(type) != false);
        _isSingleton = _mayBeRegistered && lifetime == ServiceLifetime.Singleton;
        _needsScope = _mayBeRegistered || !registered.NeedsSingletonsAlone(type, types);
        _construct = !_mayBeRegistered && IsPlain(type) ? construct : null;
    }

    public T Create(ServerCallContext context)
    {
        if (_construct is not null)
        {
            return _construct();
        }

        if (_isSingleton)
        {
            return _singleton ??= (T)_root.GetRequiredService(_type);
        }

        var http = context.GetHttpContext();
        var services = _needsScope ? http.RequestServices : _root;
        return _mayBeRegistered && services.GetService(_type) is T registered
            ? registered
            : Own(http, (T)_factory.Value(services, _arguments));
    }

    // Neither dependencies nor an end of life: what makes it is a constructor call and no more.
    private static bool IsPlain([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) =>
        type.GetConstructors() is [{ } constructor] && constructor.GetParameters().Length == 0
        && !typeof(IDisposable).IsAssignableFrom(type) && !typeof(IAsyncDisposable).IsAssignableFrom(type);

    private static T Own(HttpContext http, T made)
    {
        if (made is IAsyncDisposable asyncDisposable)
        {
            http.Response.RegisterForDisposeAsync(asyncDisposable);
        }
        else if (made is IDisposable disposable)
        {
            http.Response.RegisterForDispose(disposable);
        }

        return made;
    }
}
