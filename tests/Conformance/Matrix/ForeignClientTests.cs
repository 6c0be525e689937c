using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Cases;

namespace GrpcExp.Conformance.Matrix;

/// <summary>Foreign clients and our server. A client runs all its cases in one go over each transport.</summary>
[Collection(ForeignPeersCollection.Name)]
public sealed class ForeignClientTests(ForeignPeers peers)
{
    [Theory, EveryForeignCase(Transport.Tcp, Transport.UnixSocket, Transport.Tls)]
    public async Task A_foreign_client_passes_with_our_server(Peer peer, string name, Transport transport)
    {
        var results = await peers.ResultsAsync(peer, transport);
        var expected = ForeignLimits.Of(peer, PeerRole.Client, name) is null ? "passed" : "passed in part";
        Assert.Equal(expected, results.GetValueOrDefault(name));
    }

    // Who cannot see how a response came has it checked on the other side: one of the case's two is compressed.
    [Theory]
    [InlineData(Peer.Python, "server_compressed_unary")]
    [InlineData(Peer.Python, "server_compressed_streaming")]
    public async Task A_client_that_cannot_see_compression_is_sent_one_compressed_response(Peer peer, string name)
    {
        await using var server = await InteropServer.StartAsync();
        var run = await peers.RunClientAsync(peer, server.ConnectionOver(Transport.Tcp), name);
        Assert.Equal("passed in part", run.Results()[name]);
        Assert.Equal(1, server.Gzip.Packed);
    }

    [Fact]
    public void What_is_listed_as_impossible_is_a_case_and_has_a_reason() => Assert.All(
        ForeignLimits.All,
        limit =>
        {
            Assert.NotNull(InteropCases.Find(limit.Case));
            Assert.NotEmpty(limit.Reason);
            Assert.Equal(limit.Role == PeerRole.Client, limit.Failure.Length == 0);
        });
}
