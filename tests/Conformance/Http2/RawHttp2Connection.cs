using System.Buffers.Binary;

namespace GrpcExp.Conformance.Http2;

/// <summary>Frames over one connection. Reads and writes may run side by side, each one at a time.</summary>
internal sealed class RawHttp2Connection(Stream stream) : IAsyncDisposable
{
    public static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly HpackReader _headers = new();
    private readonly SendWindows _windows = new();
    private readonly SemaphoreSlim _writing = new(1);

    public Stream Stream => stream;

    /// <summary>Whether a PING that is read is acknowledged, as every peer must; default true.</summary>
    public bool AnswersPings { get; set; } = true;

    public Task WriteAsync(params Frame[] frames) => WriteAsync((ReadOnlyMemory<byte>)frames.SelectMany(f => f.ToBytes()).ToArray());

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync();
        try
        {
            await stream.WriteAsync(bytes);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Writes DATA as the peer's windows allow. While they do not, it reads and drops what comes, so nothing else may
    /// read then.
    /// </summary>
    public async Task WriteDataAsync(IEnumerable<Frame> frames)
    {
        foreach (var frame in frames)
        {
            while (!_windows.TryTake(frame.StreamId, frame.Payload.Length))
            {
                await ReadUntilAsync(f => f.Type is FrameType.WindowUpdate or FrameType.Settings);
            }

            await WriteAsync(frame);
        }
    }

    /// <summary>The next frame, or null when the peer has closed the connection, in order or not.</summary>
    public async Task<Frame?> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var header = new byte[Frame.HeaderSize];
            await stream.ReadExactlyAsync(header, cancellationToken);
            var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
            await stream.ReadExactlyAsync(payload, cancellationToken);
            var frame = new Frame(
                (FrameType)header[3], (FrameFlags)header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue, payload);
            _windows.Observe(frame);
            if (AnswersPings && frame.Type == FrameType.Ping && !frame.IsAck)
            {
                await WriteAsync(frame with { Flags = FrameFlags.Ack });
            }

            return frame;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Reads on until a frame fits; fails when the connection closes before.</summary>
    public async Task<Frame> ReadUntilAsync(Func<Frame, bool> fits, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var frame = await ReadAsync(cancellationToken) ?? throw new IOException("The peer closed the connection before the frame that was waited for.");
            if (fits(frame))
            {
                return frame;
            }
        }
    }

    /// <summary>Decodes a HEADERS frame. Every one of a connection must be decoded, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Decode(Frame headers) => _headers.Read(headers.Content.Span);

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        _writing.Dispose();
    }
}
