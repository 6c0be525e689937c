using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Reflection;

/// <summary>The descriptors of the services that an application has mapped.</summary>
internal sealed class MappedDescriptors(EndpointDataSource endpoints, ILogger logger)
{
    /// <summary>Each service once, though it may be mapped from two types. Ask when everything is mapped.</summary>
    public IReadOnlyList<ServiceDescriptor> Find()
    {
        var found = new List<ServiceDescriptor>();
        foreach (var type in endpoints.Endpoints.Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType).OfType<Type>().Distinct())
        {
            if (DescriptorOf(type) is { } descriptor)
            {
                found.Add(descriptor);
            }
            else
            {
                Log.NoDescriptor(logger, type);
            }
        }

        return [.. found.DistinctBy(s => s.FullName, StringComparer.Ordinal)];
    }

    // Generated code names the class that holds the descriptor in an attribute, whose annotation keeps it from trimming.
    private static ServiceDescriptor? DescriptorOf(Type service) =>
        service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
            .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?
            .GetValue(null) as ServiceDescriptor;
}
