using System.Buffers.Binary;

namespace GrpcExp.Conformance.Http2;

/// <summary>What a well-behaved gRPC server does on a raw connection, in pieces that scripts can leave out or replace.</summary>
internal static class RawGrpcServerSide
{
    public static readonly (string Name, string Value)[] ResponseHeaders = [(":status", "200"), ("content-type", "application/grpc")];

    /// <summary>Reads the preface and the client's SETTINGS, and answers both.</summary>
    public static async Task HandshakeAsync(this RawHttp2Connection connection, params (Setting Name, int Value)[] settings)
    {
        await connection.ReadPrefaceAsync();
        await connection.WriteAsync(Frames.Settings([(Setting.InitialWindowSize, 1 << 24), .. settings]));
        await connection.ReadUntilAsync(f => f.Type == FrameType.Settings && !f.IsAck);
        await connection.WriteAsync(Frames.SettingsAck(), Frames.WindowUpdate(0, 1 << 24));
    }

    public static async Task ReadPrefaceAsync(this RawHttp2Connection connection)
    {
        var preface = new byte[RawHttp2Connection.Preface.Length];
        await connection.Stream.ReadExactlyAsync(preface);
        Assert.Equal(RawHttp2Connection.Preface, preface);
    }

    /// <summary>Reads on to the end of the next request, and tells its stream.</summary>
    public static async Task<int> ReadRequestAsync(this RawHttp2Connection connection) =>
        (await connection.ReadUntilAsync(f => f.EndsStream)).StreamId;

    /// <summary>The whole answer of a call that ends well.</summary>
    public static async Task AnswerAsync(this RawHttp2Connection connection, int streamId, byte[] message)
    {
        await connection.WriteAsync(Frames.Headers(streamId, false, ResponseHeaders));
        await connection.WriteDataAsync(DataFrames(streamId, message));
        await connection.WriteAsync(Trailers(streamId));
    }

    public static Frame Trailers(int streamId, int status = 0) =>
        Frames.Headers(streamId, true, ("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static IEnumerable<Frame> DataFrames(int streamId, byte[] content) =>
        content.Chunk(16_384).Select(c => Frames.Data(streamId, false, c));

    /// <summary>Reads until the client closes, so that nothing it sends meets a closed socket.</summary>
    public static async Task DrainAsync(this RawHttp2Connection connection)
    {
        while (await connection.ReadAsync() is not null)
        {
        }
    }

    /// <summary>A message behind its gRPC header.</summary>
    public static byte[] Message(ReadOnlySpan<byte> payload)
    {
        var message = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), payload.Length);
        payload.CopyTo(message.AsSpan(5));
        return message;
    }
}
