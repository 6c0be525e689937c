using System.Net.Sockets;

namespace GrpcExp.Conformance.Http2;

/// <summary>The client's side of a raw connection.</summary>
internal static class RawHttp2Client
{
    public const string EmptyCall = "/grpc.testing.TestService/EmptyCall";
    public const string StreamingInputCall = "/grpc.testing.TestService/StreamingInputCall";

    /// <summary>Connects, and exchanges SETTINGS; gives those of the server too.</summary>
    public static async Task<(RawHttp2Connection Connection, Frame Settings)> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var connection = new RawHttp2Connection(new NetworkStream(socket, ownsSocket: true));
        await connection.WriteAsync((byte[])[.. RawHttp2Connection.Preface, .. Frames.Settings().ToBytes()]);
        var settings = await connection.ReadUntilAsync(f => f.Type == FrameType.Settings && !f.IsAck);
        await connection.WriteAsync(Frames.SettingsAck());
        return (connection, settings);
    }

    public static Frame Call(int streamId, string path, bool endStream = false, params (string Name, string Value)[] metadata) =>
        Frames.Headers(
            streamId,
            endStream,
            [
                (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
                ("content-type", "application/grpc"), ("te", "trailers"), .. metadata,
            ]);

    /// <summary>Reads to the end of a stream; gives its last headers, or the error of its reset.</summary>
    public static async Task<(IReadOnlyDictionary<string, string> Headers, Http2Error? Reset)> EndOfAsync(
        this RawHttp2Connection connection, int streamId)
    {
        var headers = new Dictionary<string, string>();
        while (true)
        {
            var frame = await connection.ReadUntilAsync(f => f.Type is FrameType.Headers or FrameType.Data or FrameType.RstStream);
            if (frame.Type == FrameType.Headers)
            {
                foreach (var (name, value) in connection.Decode(frame))
                {
                    if (frame.StreamId == streamId)
                    {
                        headers[name] = value;
                    }
                }
            }

            if (frame.StreamId == streamId && (frame.EndsStream || frame.Type == FrameType.RstStream))
            {
                return (headers, frame.Type == FrameType.RstStream ? frame.Error : null);
            }
        }
    }

    /// <summary>Makes an empty call that must succeed: the connection works.</summary>
    public static async Task CallEmptyAsync(this RawHttp2Connection connection, int streamId)
    {
        await connection.WriteAsync(Call(streamId, EmptyCall), Frames.Data(streamId, true, RawGrpcServerSide.Message([])));
        var (headers, reset) = await connection.EndOfAsync(streamId).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((null, "0"), (reset, headers.GetValueOrDefault("grpc-status")));
    }
}
