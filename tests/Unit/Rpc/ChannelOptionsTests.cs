using System.Net;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcExp.Unit.Rpc;

/// <summary>What the options of a channel do; the defaults are those of Grpc.Net.Client 2.85.0.</summary>
public sealed class ChannelOptionsTests
{
    private static readonly Method<string, string> Unary =
        new(MethodType.Unary, "s", "m", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    [Fact]
    public void The_defaults_are_those_of_upstream()
    {
        var options = new GrpcChannelOptions();
        Assert.Equal(4 * 1024 * 1024, options.MaxReceiveMessageSize);
        Assert.Null(options.MaxSendMessageSize);
        Assert.Equal(5, options.MaxRetryAttempts);
        Assert.Equal(16 * 1024 * 1024, options.MaxRetryBufferSize);
        Assert.Equal(1024 * 1024, options.MaxRetryBufferPerCallSize);
        Assert.Equal(TimeSpan.FromSeconds(1), options.InitialReconnectBackoff);
        Assert.Equal(TimeSpan.FromSeconds(120), options.MaxReconnectBackoff);
        Assert.Null(options.HttpVersion);
        Assert.Null(options.HttpVersionPolicy);
    }

    [Fact]
    public void A_wait_for_a_connection_is_more_than_zero()
    {
        var options = new GrpcChannelOptions { MaxReconnectBackoff = null };
        Assert.Throws<ArgumentException>(() => options.InitialReconnectBackoff = TimeSpan.Zero);
        Assert.Throws<ArgumentException>(() => options.MaxReconnectBackoff = TimeSpan.Zero);
        options.InitialReconnectBackoff = TimeSpan.FromTicks(1);
        options.MaxReconnectBackoff = TimeSpan.FromTicks(1);
    }

    [Theory]
    [InlineData(null, null, "2.0", HttpVersionPolicy.RequestVersionExact)]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrHigher, "1.1", HttpVersionPolicy.RequestVersionOrHigher)]
    [InlineData("3.0", null, "3.0", HttpVersionPolicy.RequestVersionExact)]
    public async Task Calls_ask_for_the_version_of_HTTP_that_is_given(
        string? version, HttpVersionPolicy? policy, string asked, HttpVersionPolicy askedPolicy)
    {
        using var handler = new RefusingHandler();
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = handler,
            HttpVersion = version is null ? null : Version.Parse(version),
            HttpVersionPolicy = policy,
        });
        var e = await Assert.ThrowsAsync<RpcException>(
            () => channel.CreateCallInvoker().AsyncUnaryCall(Unary, null, default, "").ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Equal((Version.Parse(asked), askedPolicy), (handler.Asked!.Version, handler.Asked.VersionPolicy));
    }

    private sealed class RefusingHandler : HttpMessageHandler
    {
        public HttpRequestMessage? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        }
    }
}
