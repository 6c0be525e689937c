using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace GrpcExp.Conformance.Rpc;

/// <summary>One connection to a <see cref="FramePeer"/>.</summary>
internal sealed class FrameConnection(FramePeer peer, Stream stream)
{
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _ends = [];

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var closing = stream;
            await stream.ReadExactlyAsync(new byte[24], cancellationToken);
            await SendAsync(4, 0, 0, []);
            var header = new byte[9];
            while (true)
            {
                await stream.ReadExactlyAsync(header, cancellationToken);
                var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
                await stream.ReadExactlyAsync(payload, cancellationToken);
                await HandleAsync(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has hung up.
        }
    }

    public async Task SendAsync(byte type, byte flags, int streamId, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame, 9);
        await _writing.WaitAsync();
        try
        {
            await stream.WriteAsync(frame);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Headers with status 200 and the content type of gRPC.</summary>
    public Task SendHeadersAsync(int streamId, bool end = false) =>
        SendAsync(FramePeer.Headers, end ? (byte)5 : (byte)4, streamId, [0x88, .. Field("content-type", "application/grpc")]);

    public Task SendTrailersAsync(int streamId, string status) =>
        SendAsync(FramePeer.Headers, 5, streamId, Field("grpc-status", status));

    /// <summary>A whole response with one empty message.</summary>
    public async Task SendEmptyResponseAsync(int streamId)
    {
        await SendHeadersAsync(streamId);
        await SendAsync(FramePeer.Data, 0, streamId, [0, 0, 0, 0, 0]);
        await SendTrailersAsync(streamId, "0");
    }

    /// <summary>Done when the request is complete.</summary>
    public Task EndOf(int streamId) => End(streamId).Task;

    public Task ResetAsync(int streamId, uint error) => SendAsync(FramePeer.Reset, 0, streamId, Number(error));

    public Task GoAwayAsync(int lastStreamId, uint error) => SendAsync(FramePeer.GoAway, 0, 0, [.. Number((uint)lastStreamId), .. Number(error)]);

    public void Close() => stream.Dispose();

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    // A literal field that is not indexed (RFC 7541, 6.2.2), with lengths below 127.
    public static byte[] Field(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    private async Task HandleAsync(byte type, byte flags, int streamId, byte[] payload)
    {
        switch (type)
        {
            case 4 when (flags & 1) == 0:
                await SendAsync(4, 1, 0, []);
                break;
            case 6 when (flags & 1) == 0 && peer.AnswersPings:
                await SendAsync(6, 1, 0, payload);
                break;
            case FramePeer.Headers:
                // Not awaited: what follows on the connection matters to some answers.
                _ = AnswerAsync(streamId);
                break;
            case FramePeer.Data when (flags & FramePeer.EndStream) != 0:
                End(streamId).TrySetResult();
                break;
            case FramePeer.Reset:
                peer.Resets.Enqueue(BinaryPrimitives.ReadUInt32BigEndian(payload));
                break;
        }
    }

    private TaskCompletionSource End(int streamId) =>
        _ends.GetOrAdd(streamId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AnswerAsync(int streamId)
    {
        try
        {
            await peer.AnswerAsync(this, streamId);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has hung up.
        }
    }
}
