using GrpcExp.Rpc.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>From a call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    private const string HttpContextKey = "__HttpContext";

    /// <summary>The HTTP request of a call. A test double puts one under <c>__HttpContext</c> in UserState.</summary>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        return serverCallContext is ServerCall call ? call.Http
            : serverCallContext.UserState.TryGetValue(HttpContextKey, out var value) && value is HttpContext http ? http
            : throw new InvalidOperationException("This call did not come over HTTP and has no HttpContext.");
    }
}
