namespace Microsoft.AspNetCore.Builder;

/// <summary>Options of gRPC-Web.</summary>
public class GrpcWebOptions
{
    /// <summary>
    /// Whether methods without metadata of their own are served over gRPC-Web. Default true; false leaves only those
    /// with <c>EnableGrpcWeb</c>.
    /// </summary>
    public bool DefaultEnabled { get; set; } = true;
}
