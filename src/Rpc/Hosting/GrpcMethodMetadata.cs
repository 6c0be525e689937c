using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The metadata of the endpoint of one method.</summary>
public sealed class GrpcMethodMetadata
{
    /// <summary>A service type and one of its methods.</summary>
    public GrpcMethodMetadata(Type serviceType, IMethod method)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        ArgumentNullException.ThrowIfNull(method);
        ServiceType = serviceType;
        Method = method;
    }

    /// <summary>The type that implements the service.</summary>
    public Type ServiceType { get; }

    /// <summary>The method.</summary>
    public IMethod Method { get; }
}
