using GrpcExp.Rpc.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Sets gRPC-Web up for an application. Mapped methods are served over gRPC-Web without this, too.</summary>
public static class GrpcWebApplicationBuilderExtensions
{
    /// <summary>gRPC-Web with default options: every mapped method is served.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder) => builder.UseGrpcWeb(new GrpcWebOptions());

    /// <summary>gRPC-Web with options; they hold for the whole application.</summary>
    /// <exception cref="InvalidOperationException">AddGrpc was not called.</exception>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder, GrpcWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var mapped = builder.ApplicationServices.GetService<MappedServices>()
            ?? throw new InvalidOperationException("UseGrpcWeb needs the gRPC services: call services.AddGrpc() first.");
        mapped.GrpcWebByDefault = options.DefaultEnabled;
        return builder;
    }
}
