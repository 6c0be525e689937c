using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using GrpcExp.Rpc.Server;
using GrpcExp.Rpc.Server.Limits;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to routes.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps every method of a service. The service comes from the container for each call, or is made with what
    /// the container gives when it is not registered.
    /// </summary>
    /// <exception cref="InvalidOperationException">AddGrpc was not called, or the type is no generated service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<
        [DynamicallyAccessedMembers(ServiceBinder.Members)] TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.ServiceProvider;
        var mapped = services.GetService<MappedServices>()
            ?? throw new InvalidOperationException("MapGrpcService needs the gRPC services: call services.AddGrpc() first.");
        var server = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var options = services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value.Over(server);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TService).FullName!);
        var settings = new ServerMethodSettings(options, services, logger);

        var binder = new ServiceBinder<TService>(builder, mapped, settings);
        binder.Bind();
        if (server.IgnoreUnknownServices != true)
        {
            mapped.MapUnimplemented(builder, logger);
        }

        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }
}
