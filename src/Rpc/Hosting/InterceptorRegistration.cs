using System.Diagnostics.CodeAnalysis;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>One interceptor of a server.</summary>
public class InterceptorRegistration
{
    private readonly object[] _arguments;
    private ObjectFactory? _factory;

    internal InterceptorRegistration(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, object[] arguments)
    {
        Type = type;
        _arguments = arguments;
    }

    /// <summary>The type of the interceptor.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type Type { get; }

    /// <summary>The arguments of its constructor beside what services give.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    internal Interceptor Resolve(HttpContext http)
    {
        if (_arguments.Length == 0 && http.RequestServices.GetService(Type) is Interceptor registered)
        {
            return registered;
        }

        _factory ??= ActivatorUtilities.CreateFactory(Type, Array.ConvertAll(_arguments, a => a.GetType()));
        var made = (Interceptor)_factory(http.RequestServices, _arguments);
        if (made is IDisposable disposable)
        {
            http.Response.RegisterForDispose(disposable);
        }

        return made;
    }
}
