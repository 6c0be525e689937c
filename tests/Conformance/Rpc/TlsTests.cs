using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Conformance.Rpc;

public sealed class TlsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_go_over_TLS_with_their_credentials()
    {
        string? token = null;
        await using var server = await ServeAsync(new Script
        {
            Unary = (_, context) =>
            {
                token = context.RequestHeaders.GetValue("authorization");
                return Task.FromResult(new SimpleResponse { Username = context.GetHttpContext().Request.Scheme });
            },
        });
        var bearer = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "Bearer abc");
            return Task.CompletedTask;
        });
        using var channel = server.Connect(
            Transport.Tls, new GrpcChannelOptions { Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, bearer) });
        var response = await new TestService.TestServiceClient(channel).UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal(("https", "Bearer abc"), (response.Username, token));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_UNAVAILABLE()
    {
        await using var server = await ServeAsync(new Script());
        using var channel = GrpcChannel.ForAddress(server.TlsAddress, new GrpcChannelOptions { LoggerFactory = server.Errors.Factory });
        var e = await Assert.ThrowsAsync<RpcException>(
            () => new TestService.TestServiceClient(channel).UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public void Credentials_that_do_not_fit_the_address_are_refused() =>
        Assert.Throws<InvalidOperationException>(
            () => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));

    private static Task<InteropServer> ServeAsync(Script script) =>
        InteropServer.StartAsync<ScriptedService>(services: s => s.AddSingleton(script));
}
