using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>
/// The same request twice has the same answer. The official setting puts a caching proxy between the two; without
/// one, the case holds a server to an answer that depends on nothing but the request.
/// </summary>
internal static class CacheableUnary
{
    // Some proxies do not cache what comes from their own host.
    private static readonly Metadata Headers = new() { { "x-user-ip", "1.2.3.4" } };

    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        // Nanoseconds, so that no answer to an earlier run is met in a cache.
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        var request = new SimpleRequest
        {
            Payload = new Payload { Body = ByteString.CopyFromUtf8(now.ToString(CultureInfo.InvariantCulture)) },
        };
        var first = await target.Service.CacheableUnaryCallAsync(request, Headers, cancellationToken: cancel).ConfigureAwait(false);
        var second = await target.Service.CacheableUnaryCallAsync(request, Headers, cancellationToken: cancel).ConfigureAwait(false);
        Expect.Same(first.Payload?.Body.ToBase64(), second.Payload?.Body.ToBase64(), "The body of the second answer");
    }
}
