using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>A compressed and a plain response in one stream.</summary>
internal static class ServerCompressedStreaming
{
    private static readonly (int Size, bool Compressed)[] Wanted = [(31415, true), (92653, false)];

    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        var request = new StreamingOutputCallRequest
        {
            ResponseParameters = { Wanted.Select(w => new ResponseParameters { Size = w.Size, Compressed = Messages.Flag(w.Compressed) }) },
        };
        using var call = target.Service.StreamingOutputCall(request, cancellationToken: cancel);
        foreach (var (size, compressed) in Wanted)
        {
            var before = target.Gzip.Unpacked;
            Expect.That(await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), $"The stream ended before the response of {size} bytes.");
            Messages.CheckZeros(call.ResponseStream.Current.Payload, size, $"the response of {size} bytes");
            Expect.Same(compressed, target.Gzip.Unpacked > before, $"Whether the response of {size} bytes came compressed");
        }

        Expect.That(!await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), $"More than {Wanted.Length} responses came.");
    }
}
