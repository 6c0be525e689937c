using Grpc.Core;
using Grpc.Testing;
using GrpcExp.Interop.Compression;

namespace GrpcExp.Interop.Cases;

/// <summary>The server that a case is run against, and what is seen of the compression on the way.</summary>
/// <param name="invoker">Calls the server.</param>
/// <param name="gzip">The gzip that <paramref name="invoker"/>'s channel uses; nobody else may use it meanwhile.</param>
public sealed class InteropTarget(CallInvoker invoker, CountingGzip gzip)
{
    public TestService.TestServiceClient Service { get; } = new(invoker);

    public UnimplementedService.UnimplementedServiceClient NoService { get; } = new(invoker);

    public CountingGzip Gzip => gzip;
}
