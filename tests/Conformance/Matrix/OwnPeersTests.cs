using Grpc.Net.Client;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Cases;
using GrpcExp.Interop.Compression;
using GrpcExp.Interop.Connection;

namespace GrpcExp.Conformance.Matrix;

/// <summary>Our client and our server, in one process.</summary>
public sealed class OwnPeersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryCase]
    public async Task Our_client_passes_with_our_server(string name, Transport transport)
    {
        await using var server = await InteropServer.StartAsync();
        var gzip = new CountingGzip();
        using var channel = InteropChannel.Open(server.ConnectionOver(transport), gzip, server.Errors.Factory);
        await InteropCases.Find(name)!.RunAsync(new InteropTarget(channel.CreateCallInvoker(), gzip), Cancel);
    }

    [Fact]
    public async Task Our_client_plays_ping_pong_over_an_HttpClient_that_was_given()
    {
        await using var server = await InteropServer.StartAsync();
        using var http = new HttpClient();
        using var channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { HttpClient = http, LoggerFactory = server.Errors.Factory });
        await InteropCases.Find("ping_pong")!.RunAsync(new InteropTarget(channel.CreateCallInvoker(), new CountingGzip()), Cancel);
    }

    [Fact]
    public async Task A_cacheable_answer_says_how_long_it_may_be_kept()
    {
        await using var server = await InteropServer.StartAsync();
        using var channel = server.Connect(Transport.Tcp);
        using var call = new TestService.TestServiceClient(channel).CacheableUnaryCallAsync(
            new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal("max-age=60, public", (await call.ResponseHeadersAsync).GetValue("cache-control"));
    }
}
