using Grpc.Reflection;
using GrpcExp.Rpc.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds gRPC server reflection to the services of an application.</summary>
public static class GrpcReflectionServiceExtensions
{
    /// <summary>
    /// Adds reflection about every gRPC service that is mapped when the first question comes. Beside it, call
    /// <c>AddGrpc</c> and <c>MapGrpcReflectionService</c>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The collection is null.</exception>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => new MappedDescriptors(
            provider.GetRequiredService<EndpointDataSource>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("Grpc.AspNetCore.Server.Reflection")));
        services.TryAddSingleton(provider => new ReflectionServiceImpl(provider.GetRequiredService<MappedDescriptors>().Find()));
        services.TryAddSingleton(provider => new ReflectionV1ServiceImpl(provider.GetRequiredService<MappedDescriptors>().Find()));
        return services;
    }
}
