using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>A compressed and a plain request in one stream, and a server that can tell them apart.</summary>
internal static class ClientCompressedStreaming
{
    private const int CompressedSize = 27182;
    private const int PlainSize = 45904;

    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        await ProbeAsync(target, cancel).ConfigureAwait(false);
        await CallAsync(target, cancel).ConfigureAwait(false);
    }

    public static async Task CallAsync(InteropTarget target, CancellationToken cancel)
    {
        var before = target.Gzip.Packed;
        using var call = target.Service.StreamingInputCall(Messages.Compressed, cancellationToken: cancel);
        await call.RequestStream.WriteAsync(Request(CompressedSize, expectCompressed: true), cancel).ConfigureAwait(false);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(Request(PlainSize, expectCompressed: false), cancel).ConfigureAwait(false);
        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        var response = await call.ResponseAsync.ConfigureAwait(false);
        Expect.Same(CompressedSize + PlainSize, response.AggregatedPayloadSize, "The sum of the sizes");
        Expect.Same(1, target.Gzip.Packed - before, "The number of requests that this client compressed");
    }

    private static async Task ProbeAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.StreamingInputCall(cancellationToken: cancel);
        try
        {
            await call.RequestStream.WriteAsync(Request(CompressedSize, expectCompressed: true), cancel).ConfigureAwait(false);
            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or RpcException)
        {
            // The server may refuse the message before the stream is complete; the response says how.
        }

        await Expect.StatusAsync(
            StatusCode.InvalidArgument, call.ResponseAsync, "the probe, a plain request announced as compressed,").ConfigureAwait(false);
    }

    private static StreamingInputCallRequest Request(int size, bool expectCompressed) =>
        new() { ExpectCompressed = Messages.Flag(expectCompressed), Payload = Messages.Zeros(size) };
}
