using Google.Protobuf;
using Grpc.Testing;

namespace GrpcExp.Conformance.Http2;

/// <summary>
/// Clients that break HTTP/2, against our server: the connection is closed with an error of HTTP/2, or the stream alone
/// is reset, and other connections notice nothing.
/// </summary>
public sealed class MalformedClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, Frame[]> Fatal = new()
    {
        ["a frame larger than SETTINGS_MAX_FRAME_SIZE"] = [RawHttp2Client.Call(1, RawHttp2Client.EmptyCall), Frames.Data(1, false, new byte[16_385])],
        ["DATA on stream 0"] = [Frames.Data(0, false, [1])],
        ["DATA for a stream that was never opened"] = [Frames.Data(5, false, [1])],
        ["HEADERS on a stream of the server"] = [RawHttp2Client.Call(2, RawHttp2Client.EmptyCall)],
        ["a stream id that goes back"] = [RawHttp2Client.Call(5, RawHttp2Client.EmptyCall), RawHttp2Client.Call(3, RawHttp2Client.EmptyCall)],
        ["a CONTINUATION without HEADERS"] = [Frames.Continuation(1, true, ("a", "b"))],
        ["a RST_STREAM before the headers are whole"] =
            [RawHttp2Client.Call(1, RawHttp2Client.EmptyCall) with { Flags = FrameFlags.None }, Frames.RstStream(1, Http2Error.Cancel)],
        ["a header index that is in no table"] = [Frames.Headers(1, true) with { Payload = [0xff, 0xff, 0x7f] }],
        ["a PING of seven bytes"] = [Frames.Ping(1) with { Payload = new byte[7] }],
        ["a window of the connection beyond its limit"] = [Frames.WindowUpdate(0, int.MaxValue)],
        ["padding longer than its frame"] =
            [RawHttp2Client.Call(1, RawHttp2Client.EmptyCall), Frames.PaddedData(1, false, [1], 1) with { Payload = [9, 1, 0] }],
        ["headers without a path"] = [Frames.Headers(1, true, (":method", "POST"), (":scheme", "http"))],
    };

    public static TheoryData<string> Cases => [.. Fatal.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_broken_frame_is_answered_with_an_error_and_hurts_nobody_else(string name)
    {
        await using var server = await LimitedServer.StartAsync();
        var (neighbour, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var ownNeighbour = neighbour;
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        await connection.WriteAsync(Fatal[name]);
        var answer = await connection.ReadUntilAsync(f => f.Type is FrameType.GoAway or FrameType.RstStream, Cancel).WaitAsync(Patience, Cancel);
        Assert.NotEqual(Http2Error.NoError, answer.Error);
        if (answer.Type == FrameType.GoAway)
        {
            await connection.DrainAsync().WaitAsync(Patience, Cancel);
        }
        else
        {
            await connection.CallEmptyAsync(99);
        }

        await neighbour.CallEmptyAsync(1);
    }

    [Fact]
    public async Task Padded_requests_are_read()
    {
        await using var server = await LimitedServer.StartAsync();
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        await connection.WriteAsync(RawHttp2Client.Call(1, RawHttp2Client.StreamingInputCall));

        // 256 bytes of window for each byte of the message: more than the connection has, unless padding is given back.
        var request = new StreamingInputCallRequest { Payload = new Payload { Body = ByteString.CopyFrom(new byte[8000]) } };
        await connection.WriteDataAsync(RawGrpcServerSide.Message(request.ToByteArray()).Chunk(1).Select(b => Frames.PaddedData(1, false, b, 255)));
        await connection.WriteAsync(Frames.Data(1, true, []));
        Assert.Equal("0", (await connection.EndOfAsync(1).WaitAsync(Patience, Cancel)).Headers["grpc-status"]);
    }
}
