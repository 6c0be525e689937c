using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using GrpcExp.Conformance.Connect;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcExp.Conformance.Web;

/// <summary>A service behind authorization is behind it by every door.</summary>
public sealed class AccessTests
{
    private const string Send = "/grpcexp.conformance.Echo/Send";
    private const string Look = "/grpcexp.conformance.Echo/Look?encoding=json&message=%7B%7D";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/grpc-web", HttpStatusCode.OK)]
    [InlineData("application/grpc-web-text", HttpStatusCode.OK)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("application/proto", HttpStatusCode.OK)]
    [InlineData("application/connect+json", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_caller_without_a_name_gets_nowhere(string contentType, HttpStatusCode named)
    {
        await using var server = await StartAsync();
        byte[] body = contentType switch
        {
            "application/grpc-web" => [0, 0, 0, 0, 0],
            "application/grpc-web-text" => "AAAAAAA="u8.ToArray(),
            "application/proto" => [],
            _ => "{}"u8.ToArray(),
        };
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.PostAsync(Send, HttpVersion.Version11, contentType, body, Cancel)).Http);
        Assert.Equal(named, (await server.PostAsync(Send, HttpVersion.Version11, contentType, body, Cancel, ("caller", "ann"))).Http);
    }

    [Fact]
    public async Task Neither_does_a_GET()
    {
        await using var server = await StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Get, Look, HttpVersion.Version11, null, Cancel)).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, Look, HttpVersion.Version11, null, Cancel, ("caller", "ann"))).StatusCode);
    }

    private static Task<BrowserServer> StartAsync() => BrowserServer.StartAsync<EchoService>(
        services: services =>
        {
            services.AddAuthentication("caller").AddScheme<AuthenticationSchemeOptions, CallerHeader>("caller", null);
            services.AddAuthorization();
        },
        pipeline: app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
        },
        mapped: service => service.RequireAuthorization());

    private sealed class CallerHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers["caller"] is [{ } name]
                ? AuthenticateResult.Success(new AuthenticationTicket(
                    new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name)), Scheme.Name))
                : AuthenticateResult.NoResult());
    }
}
