using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Rpc.Server;

/// <summary>Gives the interceptor object of one call: the registered one, or else a new one for each call.</summary>
internal sealed class InterceptorActivator
{
    private readonly IServiceProvider _root;
    private readonly InterceptorRegistration _registration;
    private readonly object[] _arguments;
    private readonly Lazy<ObjectFactory> _factory;
    private readonly bool _isSingleton;
    private readonly bool _mayBeRegistered;
    private readonly bool _needsScope;
    private Interceptor? _singleton;

    public InterceptorActivator(InterceptorRegistration registration, IServiceProvider root)
    {
        _root = root;
        _registration = registration;
        _arguments = [.. registration.Arguments];
        var types = Array.ConvertAll(_arguments, a => a.GetType());
        _factory = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(registration.Type, types));
        var registered = root.GetRequiredService<RegisteredServices>();
        // Arguments mean an interceptor of its own, even if the type is registered.
        _mayBeRegistered = _arguments.Length == 0 && root.GetService<IServiceProviderIsService>()?.IsService(registration.Type) != false;
        _isSingleton = _mayBeRegistered && registered.LifetimeOf(registration.Type) == ServiceLifetime.Singleton;
        _needsScope = _mayBeRegistered || !registered.NeedsSingletonsAlone(registration.Type, types);
    }

    public Interceptor Create(ServerCallContext context)
    {
        if (_isSingleton)
        {
            return _singleton ??= (Interceptor)_root.GetRequiredService(_registration.Type);
        }

        var http = context.GetHttpContext();
        var services = _needsScope ? http.RequestServices : _root;
        return _mayBeRegistered && services.GetService(_registration.Type) is Interceptor registered
            ? registered
            : Own(http, (Interceptor)_factory.Value(services, _arguments));
    }

    private static Interceptor Own(HttpContext http, Interceptor made)
    {
        if (made is IDisposable disposable)
        {
            http.Response.RegisterForDispose(disposable);
        }

        return made;
    }
}
