using System.Text.Json.Nodes;

namespace GrpcExp.Conformance.Web;

/// <summary>Clients of gRPC-Web and Connect that others wrote, as callers of our server.</summary>
public sealed class ForeignWebClientTests(ForeignWebPeers peers) : IClassFixture<ForeignWebPeers>
{
    [Fact]
    public async Task The_clients_of_connectrpc_are_served_from_Node_and_from_fetch()
    {
        await using var server = await BrowserServer.StartAsync<PeerService>(o => o.ResponseCompressionAlgorithm = "gzip");
        var all = JsonNode.Parse(await peers.RunAsync("connect.js", server.Http1.ToString(), server.Http2.ToString(), peers.Descriptors))!.AsObject();
        Assert.Equal(7, all.Count);
        foreach (var (name, results) in all)
        {
            var isConnect = name.StartsWith("connect", StringComparison.Ordinal);
            Is(314159, results!["unary"]!["value"], name);
            Is("hello", results["metadata"]!["initial"], name);
            Is("q6ur", results["metadata"]!["trailing"], name);
            Is(9, results["error"]!["code"], name);
            Is("not now ☺ 100%", results["error"]!["message"], name);
            Is("WORN", results["details"]!["reasons"]![0], name);
            Is("use", results["details"]!["trailing"], name);
            Is(4, results["late"]!["code"], name);
            Is(12, results["unimplemented"]!["code"], name);
            if (!isConnect)
            {
                Is("[31415,9,2653]", results["stream"]!["value"]!.ToJsonString(), name);
                Is(5, results["streamError"]!["code"], name);
                Is("gone", results["streamError"]!["message"], name);
            }
        }
    }

    [Fact]
    public async Task The_client_of_protobuf_ts_is_served_the_text_form()
    {
        await using var server = await BrowserServer.StartAsync<PeerService>();
        var results = JsonNode.Parse(await peers.RunAsync("text.js", server.Http1.ToString()))!;
        Is(314159, results["unary"]!["value"], "unary");
        Is("q6ur", results["trailing"]!["value"], "trailing");
        Is("FAILED_PRECONDITION", results["error"]!["code"], "error");
        Is("not now", results["error"]!["message"], "error");
        Is("[31415,9,2653]", results["stream"]!["value"]!.ToJsonString(), "stream");
        Is("NOT_FOUND", results["streamError"]!["code"], "streamError");
    }

    private static void Is(JsonNode expected, JsonNode? actual, string what) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{what}: {actual?.ToJsonString() ?? "nothing"} is not {expected.ToJsonString()}");
}
