namespace Grpc.AspNetCore.Web;

/// <summary>Serves a service or a method over gRPC-Web, whatever <c>GrpcWebOptions.DefaultEnabled</c> says.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class EnableGrpcWebAttribute : Attribute, IGrpcWebEnabledMetadata
{
    bool IGrpcWebEnabledMetadata.GrpcWebEnabled => true;
}
