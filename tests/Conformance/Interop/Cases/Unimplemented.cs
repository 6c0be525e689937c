using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>What a server does not have.</summary>
internal static class Unimplemented
{
    public static Task MethodAsync(InteropTarget target, CancellationToken cancel) => Expect.StatusAsync(
        StatusCode.Unimplemented,
        target.Service.UnimplementedCallAsync(new Empty(), cancellationToken: cancel).ResponseAsync,
        "a method that nobody implements");

    public static Task ServiceAsync(InteropTarget target, CancellationToken cancel) => Expect.StatusAsync(
        StatusCode.Unimplemented,
        target.NoService.UnimplementedCallAsync(new Empty(), cancellationToken: cancel).ResponseAsync,
        "a service that nobody implements");
}
