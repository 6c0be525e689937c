using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What becomes of encodings that are not known; the rest is in the interoperability cases and <see cref="ServerProtocolTests"/>.</summary>
public sealed class CompressionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_encoding_that_the_client_does_not_know_is_refused_with_the_known_ones()
    {
        await using var server = await InteropServer.StartAsync();
        using var channel = server.Connect(Transport.Tcp);
        var headers = new Metadata { { "grpc-internal-encoding-request", "snappy" } };
        var e = await Assert.ThrowsAsync<RpcException>(
            () => new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), headers, cancellationToken: Cancel).ResponseAsync);
        Assert.Contains("gzip", e.Status.Detail, StringComparison.Ordinal);
    }
}
