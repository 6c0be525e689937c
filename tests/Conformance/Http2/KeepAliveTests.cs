using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcExp.Conformance.Http2;

/// <summary>Connections whose peer has died without a word.</summary>
public sealed class KeepAliveTests
{
    [Fact]
    public async Task A_server_that_answers_no_more_pings_ends_the_call_with_UNAVAILABLE()
    {
        var pings = 0;
        await using var server = new RawHttp2Server(async (connection, number) =>
        {
            connection.AnswersPings = false;
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            if (number > 1)
            {
                await connection.AnswerAsync(stream, LargeUnary.Response);
            }

            while (await connection.ReadAsync() is { } frame)
            {
                if (frame.Type == FrameType.Ping)
                {
                    Interlocked.Increment(ref pings);
                }
            }
        });
        // The shortest that SocketsHttpHandler takes. The default is a minute and 20 seconds.
        using var handler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = handler });
        var failure = await LargeUnary.FailsAsync(channel);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.True(pings > 0, "The client never asked whether the server lives.");
        await LargeUnary.SucceedsAsync(channel);
    }
}
