using System.Collections.Concurrent;
using GrpcExp.Conformance.Http2;

namespace GrpcExp.Conformance.Rpc;

/// <summary>One connection to a <see cref="FramePeer"/>.</summary>
internal sealed class FrameConnection(FramePeer peer, RawHttp2Connection connection)
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _ends = [];

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var closing = connection;
            await connection.Stream.ReadExactlyAsync(new byte[RawHttp2Connection.Preface.Length], cancellationToken);
            await connection.WriteAsync(Frames.Settings());
            while (await connection.ReadAsync(cancellationToken) is { } frame)
            {
                await HandleAsync(frame);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has hung up.
        }
    }

    public Task SendAsync(Frame frame) => connection.WriteAsync(frame);

    /// <summary>Headers with status 200 and the content type of gRPC.</summary>
    public Task SendHeadersAsync(int streamId, bool end = false) => SendAsync(Frames.Headers(streamId, end, RawGrpcServerSide.ResponseHeaders));

    public Task SendTrailersAsync(int streamId, string status) => SendAsync(Frames.Headers(streamId, true, ("grpc-status", status)));

    /// <summary>A whole response with one empty message.</summary>
    public async Task SendEmptyResponseAsync(int streamId)
    {
        await SendHeadersAsync(streamId);
        await SendAsync(Frames.Data(streamId, false, RawGrpcServerSide.Message([])));
        await SendTrailersAsync(streamId, "0");
    }

    /// <summary>Done when the request is complete.</summary>
    public Task EndOf(int streamId) => End(streamId).Task;

    public Task ResetAsync(int streamId, uint error) => SendAsync(Frames.RstStream(streamId, (Http2Error)error));

    public Task GoAwayAsync(int lastStreamId, uint error) => SendAsync(Frames.GoAway(lastStreamId, (Http2Error)error));

    public void Close() => connection.Stream.Dispose();

    private async Task HandleAsync(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Settings when !frame.IsAck:
                await SendAsync(Frames.SettingsAck());
                break;
            case FrameType.Headers:
                // Not awaited: what follows on the connection matters to some answers.
                _ = AnswerAsync(frame.StreamId);
                break;
            case FrameType.Data when frame.EndsStream:
                End(frame.StreamId).TrySetResult();
                break;
            case FrameType.RstStream:
                peer.Resets.Enqueue((uint)frame.Error);
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
