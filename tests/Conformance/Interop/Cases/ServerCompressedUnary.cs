namespace GrpcExp.Interop.Cases;

/// <summary>A server that compresses a response when asked, and only then.</summary>
internal static class ServerCompressedUnary
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        await CallAsync(target, compress: true, cancel).ConfigureAwait(false);
        await CallAsync(target, compress: false, cancel).ConfigureAwait(false);
    }

    private static async Task CallAsync(InteropTarget target, bool compress, CancellationToken cancel)
    {
        var request = Messages.Large();
        request.ResponseCompressed = Messages.Flag(compress);
        var before = target.Gzip.Unpacked;
        var response = await target.Service.UnaryCallAsync(request, cancellationToken: cancel).ConfigureAwait(false);
        Messages.CheckZeros(response.Payload, Messages.LargeResponse, "the response");
        Expect.Same(compress, target.Gzip.Unpacked > before, $"Whether the response came compressed, when asked with response_compressed {compress},");
    }
}
