using System.Diagnostics.CodeAnalysis;

namespace GrpcExp.Rpc.Server;

/// <summary>What is looked up in a service type when it is mapped, so that trimming keeps it.</summary>
internal static class ServiceBinder
{
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods;
}
