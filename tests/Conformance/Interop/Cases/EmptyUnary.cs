using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>An empty request and an empty response.</summary>
internal static class EmptyUnary
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        var response = await target.Service.EmptyCallAsync(new Empty(), cancellationToken: cancel).ConfigureAwait(false);
        Expect.Same(0, response.CalculateSize(), "The size of the response to EmptyCall");
    }
}
