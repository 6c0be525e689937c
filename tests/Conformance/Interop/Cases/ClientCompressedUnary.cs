using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>A server that knows whether a request came compressed, and reads it either way.</summary>
internal static class ClientCompressedUnary
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        await ProbeAsync(target, cancel).ConfigureAwait(false);
        await CallAsync(target, cancel).ConfigureAwait(false);
    }

    public static async Task CallAsync(InteropTarget target, CancellationToken cancel)
    {
        await CallAsync(target, compress: true, cancel).ConfigureAwait(false);
        await CallAsync(target, compress: false, cancel).ConfigureAwait(false);
    }

    // A server that does not look would make the rest of the case prove nothing.
    private static Task<RpcException> ProbeAsync(InteropTarget target, CancellationToken cancel)
    {
        var call = target.Service.UnaryCallAsync(Request(expectCompressed: true), cancellationToken: cancel);
        return Expect.StatusAsync(StatusCode.InvalidArgument, call.ResponseAsync, "the probe, a plain request announced as compressed,");
    }

    private static async Task CallAsync(InteropTarget target, bool compress, CancellationToken cancel)
    {
        var before = target.Gzip.Packed;
        var response = await target.Service.UnaryCallAsync(
            Request(compress), compress ? Messages.Compressed : null, cancellationToken: cancel).ConfigureAwait(false);
        Expect.Same(compress ? 1 : 0, target.Gzip.Packed - before, "The number of requests that this client compressed");
        Messages.CheckZeros(response.Payload, Messages.LargeResponse, "the response");
    }

    private static SimpleRequest Request(bool expectCompressed)
    {
        var request = Messages.Large();
        request.ExpectCompressed = Messages.Flag(expectCompressed);
        return request;
    }
}
