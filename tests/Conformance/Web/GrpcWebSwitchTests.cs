using System.Net;
using Grpc.AspNetCore.Web;
using Grpc.Core;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Service;
using Microsoft.AspNetCore.Builder;

namespace GrpcExp.Conformance.Web;

/// <summary>Who is served over gRPC-Web.</summary>
public sealed class GrpcWebSwitchTests
{
    private static readonly byte[] NoBytes = [0, 0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UseGrpcWeb_is_not_needed_and_does_no_harm()
    {
        await using var server = await BrowserServer.StartAsync<InteropService>(pipeline: app => app.UseGrpcWeb());
        Assert.Equal(HttpStatusCode.OK, await CallAsync(server, GrpcWebTests.Empty));
    }

    [Fact]
    public async Task A_service_can_be_taken_off()
    {
        await using var server = await BrowserServer.StartAsync<InteropService>(mapped: service => service.DisableGrpcWeb());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await CallAsync(server, GrpcWebTests.Empty));
        var plain = await server.PostAsync(GrpcWebTests.Empty, HttpVersion.Version20, "application/grpc", NoBytes, Cancel);
        Assert.Equal("0", plain.Trailers["grpc-status"]);
    }

    [Fact]
    public async Task A_method_can_be_taken_off_by_an_attribute()
    {
        await using var server = await BrowserServer.StartAsync<Closed>();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(server, GrpcWebTests.Empty));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await CallAsync(server, GrpcWebTests.Unary));
    }

    [Theory]
    [InlineData(false, HttpStatusCode.UnsupportedMediaType)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task An_application_may_serve_only_what_it_names(bool named, HttpStatusCode expected)
    {
        await using var server = await BrowserServer.StartAsync<InteropService>(
            pipeline: app => app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = false }),
            mapped: service => _ = named ? service.EnableGrpcWeb() : service);
        Assert.Equal(expected, await CallAsync(server, GrpcWebTests.Empty));
        Assert.Equal(HttpStatusCode.NotFound, await CallAsync(server, "/no.Such/Thing"));
    }

    private static async Task<HttpStatusCode> CallAsync(BrowserServer server, string path) =>
        (await server.PostAsync(path, HttpVersion.Version11, "application/grpc-web", NoBytes, Cancel)).Http;

    private sealed class Closed : TestService.TestServiceBase
    {
        public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

        [DisableGrpcWeb]
        public override Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context) => Task.FromResult(new SimpleResponse());
    }
}
