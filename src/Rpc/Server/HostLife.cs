using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrpcExp.Rpc.Server;

/// <summary>From a call to the life of the host that serves it.</summary>
internal static class HostLife
{
    /// <summary>Cancelled when the host begins to stop; never for a call that has no host, such as a test double.</summary>
    public static CancellationToken StoppingOf(ServerCallContext context) =>
        context is ServerCall call
            ? call.Http.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default
            : default;
}
