using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcExp.Conformance.Http2;

/// <summary>What our client makes of HTTP/2 error codes: the table "Errors" of gRPC over HTTP/2.</summary>
public sealed class ResetCodeTests
{
    [Theory]
    [InlineData(Http2Error.NoError, StatusCode.Internal)]
    [InlineData(Http2Error.ProtocolError, StatusCode.Internal)]
    [InlineData(Http2Error.InternalError, StatusCode.Internal)]
    [InlineData(Http2Error.FlowControlError, StatusCode.Internal)]
    [InlineData(Http2Error.SettingsTimeout, StatusCode.Internal)]
    [InlineData(Http2Error.FrameSizeError, StatusCode.Internal)]
    [InlineData(Http2Error.RefusedStream, StatusCode.Unavailable)]
    [InlineData(Http2Error.Cancel, StatusCode.Cancelled)]
    [InlineData(Http2Error.CompressionError, StatusCode.Internal)]
    [InlineData(Http2Error.ConnectError, StatusCode.Internal)]
    [InlineData(Http2Error.EnhanceYourCalm, StatusCode.ResourceExhausted)]
    [InlineData(Http2Error.InadequateSecurity, StatusCode.PermissionDenied)]
    internal async Task A_reset_after_the_headers_has_the_status_of_the_table(Http2Error error, StatusCode status)
    {
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            await connection.WriteAsync(Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders), Frames.RstStream(stream, error));
            await connection.AnswerAsync(await connection.ReadRequestAsync(), LargeUnary.Response);
            await connection.DrainAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        Assert.Equal(status, (await LargeUnary.FailsAsync(channel)).StatusCode);
        await LargeUnary.SucceedsAsync(channel);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task A_stream_refused_before_the_headers_is_tried_again_and_ends_UNAVAILABLE_when_refused_for_good()
    {
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            while (true)
            {
                await connection.WriteAsync(Frames.RstStream(await connection.ReadRequestAsync(), Http2Error.RefusedStream));
            }
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        Assert.Equal(StatusCode.Unavailable, (await LargeUnary.FailsAsync(channel)).StatusCode);
    }

    [Fact]
    public async Task A_GOAWAY_that_refuses_a_call_moves_it_to_another_connection()
    {
        await using var server = new RawHttp2Server(async (connection, number) =>
        {
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            if (number == 1)
            {
                await connection.WriteAsync(Frames.GoAway(0, Http2Error.NoError));
                return;
            }

            await connection.AnswerAsync(stream, LargeUnary.Response);
            await connection.DrainAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        await LargeUnary.SucceedsAsync(channel);
        Assert.Equal(2, server.ConnectionCount);
    }
}
