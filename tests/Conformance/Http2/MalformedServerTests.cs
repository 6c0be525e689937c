using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace GrpcExp.Conformance.Http2;

/// <summary>
/// Servers that break HTTP/2, against our client: the call ends, its status says whether the peer was broken
/// (INTERNAL) or gone (UNAVAILABLE), and the next call works on a new connection.
/// </summary>
public sealed class MalformedServerTests
{
    private static readonly Dictionary<string, Func<RawHttp2Connection, int, Task>> Answers = new()
    {
        ["a frame larger than SETTINGS_MAX_FRAME_SIZE"] = (c, stream) =>
            c.WriteAsync(Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders), Frames.Data(stream, false, new byte[(1 << 24) - 1])),
        ["DATA on stream 0"] = (c, _) => c.WriteAsync(Frames.Data(0, false, [1])),
        ["HEADERS on stream 0"] = (c, _) => c.WriteAsync(Frames.Headers(0, false, RawGrpcServerSide.ResponseHeaders)),
        ["RST_STREAM on stream 0"] = (c, _) => c.WriteAsync(Frames.RstStream(0, Http2Error.Cancel)),
        ["SETTINGS on a stream"] = (c, stream) => c.WriteAsync(Frames.Settings() with { StreamId = stream }),
        ["PING on a stream"] = (c, stream) => c.WriteAsync(Frames.Ping(1) with { StreamId = stream }),
        ["a PING of seven bytes"] = (c, _) => c.WriteAsync(Frames.Ping(1) with { Payload = new byte[7] }),
        ["a RST_STREAM of three bytes"] = (c, stream) => c.WriteAsync(Frames.RstStream(stream, 0) with { Payload = new byte[3] }),
        ["DATA for a stream that was never opened"] = (c, stream) => c.WriteAsync(Frames.Data(stream + 100, false, [1])),
        ["HEADERS for a stream that was never opened"] = (c, stream) =>
            c.WriteAsync(Frames.Headers(stream + 100, false, RawGrpcServerSide.ResponseHeaders)),
        ["DATA before HEADERS"] = (c, stream) => c.WriteAsync(Frames.Data(stream, true, [1])),
        ["a CONTINUATION without HEADERS"] = (c, stream) => c.WriteAsync(Frames.Continuation(stream, true, ("a", "b"))),
        ["DATA between HEADERS and CONTINUATION"] = (c, stream) => c.WriteAsync(
            Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders) with { Flags = FrameFlags.None }, Frames.Data(stream, false, [1])),
        ["padding longer than its frame"] = (c, stream) => c.WriteAsync(
            Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders),
            Frames.PaddedData(stream, false, [1], 1) with { Payload = [9, 1, 0] }),
        ["a WINDOW_UPDATE of zero"] = (c, stream) => c.WriteAsync(Frames.WindowUpdate(0, 0)),
        ["a PUSH_PROMISE"] = (c, stream) => c.WriteAsync(new Frame(FrameType.PushPromise, FrameFlags.EndHeaders, stream, [0, 0, 0, 2])),
        ["trailers without END_STREAM"] = (c, stream) => c.WriteAsync(
            Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders),
            Frames.Data(stream, false, RawGrpcServerSide.Message([])),
            Frames.Headers(stream, false, ("grpc-status", "0"))),
        ["a gRPC frame with flag 2"] = (c, stream) => c.WriteAsync(
            Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders), Frames.Data(stream, false, [2, 0, 0, 0, 0]), RawGrpcServerSide.Trailers(stream)),
        ["a gRPC frame cut by the trailers"] = (c, stream) => c.WriteAsync(
            Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders), Frames.Data(stream, false, [0, 0, 0, 0, 9, 1]), RawGrpcServerSide.Trailers(stream)),
    };

    // SocketsHttpHandler drops a connection over these without saying which error of HTTP/2 it was.
    private static readonly Dictionary<string, Func<RawHttp2Connection, int, Task>> Unreadable = new()
    {
        ["a header index that is in no table"] = (c, stream) =>
            c.WriteAsync(Frames.Headers(stream, false) with { Payload = [0xff, 0xff, 0x7f] }),
        ["a header string longer than its block"] = (c, stream) =>
            c.WriteAsync(Frames.Headers(stream, false) with { Payload = [0x00, 0x05, (byte)'a'] }),
        ["no :status"] = (c, stream) => c.WriteAsync(Frames.Headers(stream, true, ("grpc-status", "0"))),
    };

    public static TheoryData<string> Broken => [.. Answers.Keys];

    public static TheoryData<string> BadHeaders => [.. Unreadable.Keys];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_server_that_breaks_the_protocol_ends_the_call_with_INTERNAL(string answer)
    {
        await using var server = new RawHttp2Server(async (connection, number) =>
        {
            await connection.HandshakeAsync();
            await Answers[answer](connection, await connection.ReadRequestAsync());
            await AnswerAllAsync(connection);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        Assert.Equal(StatusCode.Internal, (await LargeUnary.FailsAsync(channel)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public async Task Headers_that_cannot_be_read_end_the_call_with_UNAVAILABLE(string answer)
    {
        await using var server = new RawHttp2Server(async (connection, number) =>
        {
            await connection.HandshakeAsync();
            if (number == 1)
            {
                await Unreadable[answer](connection, await connection.ReadRequestAsync());
            }

            await AnswerAllAsync(connection);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        Assert.Equal(StatusCode.Unavailable, (await LargeUnary.FailsAsync(channel)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task The_call_after_a_broken_one_succeeds(string answer)
    {
        var broken = 0;
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            if (Interlocked.Exchange(ref broken, 1) == 0)
            {
                await Answers[answer](connection, await connection.ReadRequestAsync());
            }

            await AnswerAllAsync(connection);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        await LargeUnary.FailsAsync(channel);
        await LargeUnary.SucceedsAsync(channel);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")]
    [InlineData("\0\0\0\u0006\0\0\0\0\0")] // PING is not SETTINGS
    public async Task Something_else_instead_of_SETTINGS_ends_the_call(string greeting)
    {
        await using var server = new RawHttp2Server(async (connection, number) =>
        {
            if (number == 1)
            {
                await connection.ReadPrefaceAsync();
                await connection.WriteAsync(System.Text.Encoding.ASCII.GetBytes(greeting));
                await connection.DrainAsync();
                return;
            }

            await connection.HandshakeAsync();
            await AnswerAllAsync(connection);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        // The handler reports the broken protocol, or, when its request was being written just then, the lost connection.
        Assert.Contains((await LargeUnary.FailsAsync(channel)).StatusCode, new[] { StatusCode.Internal, StatusCode.Unavailable });
        await LargeUnary.SucceedsAsync(channel);
    }

    [Theory]
    [InlineData("closes at once")]
    [InlineData("closes after the preface")]
    [InlineData("closes after the request")]
    [InlineData("closes in the middle of a frame header")]
    [InlineData("closes in the middle of a frame")]
    [InlineData("closes in the middle of a message")]
    public async Task A_connection_that_is_lost_ends_the_call_with_UNAVAILABLE(string way)
    {
        await using var server = new RawHttp2Server(async (connection, number) =>
        {
            if (number > 1)
            {
                await connection.HandshakeAsync();
                await AnswerAllAsync(connection);
                return;
            }

            if (way == "closes at once")
            {
                return;
            }

            await connection.ReadPrefaceAsync();
            if (way == "closes after the preface")
            {
                return;
            }

            await connection.WriteAsync(Frames.Settings((Setting.InitialWindowSize, 1 << 24)), Frames.WindowUpdate(0, 1 << 24));
            var stream = await connection.ReadRequestAsync();
            var headers = Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders).ToBytes();
            await connection.WriteAsync(way switch
            {
                "closes in the middle of a frame header" => headers.AsMemory(0, 4),
                "closes in the middle of a frame" => headers.AsMemory(0, headers.Length - 1),
                "closes in the middle of a message" => (byte[])[.. headers, .. Frames.Data(stream, false, [0, 0, 0, 0, 9, 1]).ToBytes()],
                _ => ReadOnlyMemory<byte>.Empty,
            });
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        Assert.Equal(StatusCode.Unavailable, (await LargeUnary.FailsAsync(channel)).StatusCode);
        await LargeUnary.SucceedsAsync(channel);
    }

    private static async Task AnswerAllAsync(RawHttp2Connection connection)
    {
        while (true)
        {
            await connection.AnswerAsync(await connection.ReadRequestAsync(), LargeUnary.Response);
        }
    }
}
