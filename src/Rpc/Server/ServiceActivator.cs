using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// Gives the service object of one call: the registered one, or else a new one for each call. The request's scope is opened
/// only for a service that may depend on it.
/// </summary>
internal sealed class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>
    where TService : class
{
    private readonly IServiceProvider _root;
    private readonly ObjectFactory<TService>? _factory;
    private readonly bool _isSingleton;
    private readonly bool _needsScope;
    private readonly bool _isPlain;
    private TService? _singleton;

    public ServiceActivator(IServiceProvider root)
    {
        _root = root;
        var registered = root.GetRequiredService<RegisteredServices>();
        var lifetime = registered.LifetimeOf(typeof(TService));
        // A container other than the framework's may know more than the collection says.
        var isKnown = lifetime is not null || root.GetService<IServiceProviderIsService>()?.IsService(typeof(TService)) != false;
        _isSingleton = lifetime == ServiceLifetime.Singleton;
        // Neither dependencies nor an end of life: what makes it is a constructor call and no more.
        _isPlain = !isKnown && typeof(TService).GetConstructors() is [{ } constructor] && constructor.GetParameters().Length == 0
            && !typeof(IDisposable).IsAssignableFrom(typeof(TService)) && !typeof(IAsyncDisposable).IsAssignableFrom(typeof(TService));
        if (!isKnown)
        {
            // Made once: it looks the constructor up, so that a call does not have to.
            _factory = ActivatorUtilities.CreateFactory<TService>([]);
        }

        _needsScope = isKnown || !registered.NeedsSingletonsAlone(typeof(TService));
    }

    public TService Create(ServerCallContext context)
    {
        if (_isPlain)
        {
            return Activator.CreateInstance<TService>();
        }

        if (_isSingleton)
        {
            return _singleton ??= _root.GetRequiredService<TService>();
        }

        var http = context.GetHttpContext();
        var services = _needsScope ? http.RequestServices : _root;
        return _factory is null ? services.GetRequiredService<TService>() : Own(http, _factory(services, null));
    }

    private static TService Own(HttpContext http, TService made)
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
