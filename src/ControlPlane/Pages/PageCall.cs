using Grpc.Core;
using GrpcExp.ControlPlane.Access;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>A call to a service of this process on behalf of whoever signed in: the same checks, the same audit, the same errors as over gRPC.</summary>
internal sealed class PageCall : ServerCallContext
{
    private PageCall(string method, CancellationToken cancelled) => (MethodCore, CancellationTokenCore) = (method, cancelled);

    protected override string MethodCore { get; }

    protected override string HostCore => "";

    protected override string PeerCore => "";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore { get; }

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    /// <summary>A call that the caller may make.</summary>
    /// <param name="page">Whoever calls.</param>
    /// <param name="service">Full name of the service.</param>
    /// <param name="method">Name of the method.</param>
    /// <exception cref="Errors.ControlException">PermissionDenied.</exception>
    public static PageCall Of(PageContext page, string service, string method)
    {
        var name = $"/{service}/{method}";
        page.Require(name);
        var call = new PageCall(name, page.Cancelled);
        page.Caller.Carry(call);
        return call;
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();
}
