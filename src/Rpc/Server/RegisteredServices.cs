using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// What was registered in the container, read when services are mapped. A type that depends on singletons alone can be
/// made without the scope of a request, which costs more than all the rest of a small call.
/// </summary>
internal sealed class RegisteredServices(IServiceCollection services)
{
    /// <summary>Whether a type is registered, and how long what is registered lives; null when it is not registered.</summary>
    public ServiceLifetime? LifetimeOf(Type type)
    {
        var generic = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : null;
        for (var i = services.Count - 1; i >= 0; i--)
        {
            var descriptor = services[i];
            if (!descriptor.IsKeyedService && (descriptor.ServiceType == type || descriptor.ServiceType == generic))
            {
                return descriptor.Lifetime;
            }
        }

        return null;
    }

    /// <summary>Whether the one constructor of a type takes singletons alone, beside arguments of the given types.</summary>
    public bool NeedsSingletonsAlone(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, params Type[] arguments)
    {
        if (type.GetConstructors() is not [var constructor])
        {
            return false;
        }

        foreach (var parameter in constructor.GetParameters())
        {
            var isGiven = Array.Exists(arguments, a => parameter.ParameterType.IsAssignableFrom(a));
            if (!isGiven && (IsKeyed(parameter) || LifetimeOf(parameter.ParameterType) is not ServiceLifetime.Singleton))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsKeyed(ParameterInfo parameter) => parameter.IsDefined(typeof(FromKeyedServicesAttribute));
}
