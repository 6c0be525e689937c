using System.Net;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Conformance.Web;

/// <summary>What a browser asks before a page of another origin may call, answered by the CORS middleware of ASP.NET Core.</summary>
public sealed class CorsTests
{
    private const string Origin = "https://shop.example";
    private static readonly byte[] NoBytes = [0, 0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, OverBothVersions("grpc-timeout,x-grpc-web,content-type", "connect-protocol-version,connect-timeout-ms,content-type")]
    public async Task A_preflight_is_granted_by_the_policy_of_the_service(Version version, string headers)
    {
        await using var server = await StartAsync();
        var answer = await BrowserServer.ReadAsync(
            await server.SendAsync(
                HttpMethod.Options, GrpcWebTests.Empty, version, null, Cancel,
                ("origin", Origin), ("access-control-request-method", "POST"), ("access-control-request-headers", headers)),
            Cancel);
        Assert.Equal(HttpStatusCode.NoContent, answer.Http);
        Assert.Equal(Origin, answer.Headers["access-control-allow-origin"]);
        Assert.Contains("POST", answer.Headers["access-control-allow-methods"], StringComparison.Ordinal);
        Assert.Equal(headers, answer.Headers["access-control-allow-headers"]);
    }

    [Theory, OverBothVersions("application/grpc-web", "application/proto")]
    public async Task A_call_shows_the_page_the_headers_that_carry_the_status(Version version, string contentType)
    {
        await using var server = await StartAsync();
        var answer = await server.PostAsync(
            GrpcWebTests.Empty, version, contentType, contentType == "application/proto" ? [] : NoBytes, Cancel, ("origin", Origin));
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal(Origin, answer.Headers["access-control-allow-origin"]);
        Assert.Equal("grpc-status,grpc-message,grpc-status-details-bin", answer.Headers["access-control-expose-headers"]);
    }

    [Fact]
    public async Task Another_origin_is_granted_nothing()
    {
        await using var server = await StartAsync();
        var answer = await BrowserServer.ReadAsync(
            await server.SendAsync(
                HttpMethod.Options, GrpcWebTests.Empty, HttpVersion.Version11, null, Cancel,
                ("origin", "https://else.example"), ("access-control-request-method", "POST")),
            Cancel);
        Assert.False(answer.Headers.ContainsKey("access-control-allow-origin"));
    }

    private static Task<BrowserServer> StartAsync() => BrowserServer.StartAsync<InteropService>(
        services: services => services.AddCors(cors => cors.AddPolicy("shop", policy => policy
            .WithOrigins(Origin)
            .WithMethods("POST")
            .AllowAnyHeader()
            .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin"))),
        pipeline: app => app.UseCors(),
        mapped: service => service.RequireCors("shop"));
}
