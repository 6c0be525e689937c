using System.Text.Json;

namespace GrpcExp.Conformance.Rpc;

/// <summary>grpc-js as a client of our server.</summary>
[Collection(ForeignPeersCollection.Name)]
public sealed class ForeignClientTests(ForeignPeers peers)
{
    [Theory, OverEveryTransport]
    public async Task A_JavaScript_client_is_served_every_kind_of_call(Transport transport)
    {
        await using var server = await InteropServer.StartAsync();
        var target = transport == Transport.Tcp ? server.Address.Authority : "unix:" + server.SocketPath;
        using var results = JsonDocument.Parse(await peers.RunAsync("client.js", target, ForeignPeers.Protos));
        JsonElement Of(string name) => results.RootElement.GetProperty(name);

        Assert.Equal(0, Code("empty"));
        Assert.Equal(0, Code("unary"));
        Assert.Equal(314159, Of("unary").GetProperty("size").GetInt32());
        Assert.Equal("test_initial_metadata_value", Of("metadata").GetProperty("initial").GetString());
        Assert.Equal("ababab", Of("metadata").GetProperty("trailing").GetString());
        Assert.Equal(9, Code("error"));
        Assert.Equal("not now ☺ 100%", Of("error").GetProperty("details").GetString());
        Assert.Equal(12, Code("unimplemented"));
        Assert.Equal(0, Code("packed"));
        Assert.Equal(50000, Of("packed").GetProperty("size").GetInt32());
        Assert.Equal([31415, 9, 2653], Sizes("stream"));
        Assert.Equal(0, Code("stream"));
        Assert.Equal(5, Code("streamError"));
        Assert.Equal("gone", Of("streamError").GetProperty("details").GetString());
        Assert.Equal(74922, Of("upload").GetProperty("sum").GetInt32());
        Assert.Equal([3, 5], Sizes("duplex"));
        Assert.Equal(0, Code("duplex"));
        Assert.Equal(4, Code("late"));

        int Code(string name) => Of(name).GetProperty("code").GetInt32();
        int[] Sizes(string name) => [.. Of(name).GetProperty("sizes").EnumerateArray().Select(s => s.GetInt32())];
    }
}
