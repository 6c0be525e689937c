namespace Grpc.AspNetCore.Web;

/// <summary>Endpoint metadata that says whether a method is served over gRPC-Web; the last one counts.</summary>
public interface IGrpcWebEnabledMetadata
{
    /// <summary>Whether the method is served over gRPC-Web.</summary>
    bool GrpcWebEnabled { get; }
}
