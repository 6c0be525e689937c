using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Rpc.Server;

/// <summary>Gives the service object of one call.</summary>
internal sealed class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>
    where TService : class
{
    // Made once: it looks the constructor up, so that a call does not have to.
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public TService Create(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        if (http.RequestServices.GetService<TService>() is { } registered)
        {
            return registered;
        }

        var made = _factory.Value(http.RequestServices, null);
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
