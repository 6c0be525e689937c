using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace GrpcExp.Sidecar;

/// <summary>
/// One client of the raw protocol. Everything that has arrived is answered, in order, before more is read: a client that
/// does not read its answers stops only itself, and memory is bounded by one frame each way.
/// </summary>
internal sealed class RawConnection(Socket socket, RawResponder responder)
{
    /// <summary>Serves until the client leaves.</summary>
    /// <param name="stopping">Ends waiting for more: what has arrived is still answered.</param>
    /// <param name="abort">Ends everything.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = PipeReader.Create(stream);
        var writer = PipeWriter.Create(stream);
        await using var wake = stopping.Register(reader.CancelPendingRead).ConfigureAwait(false);
        try
        {
            var isOpen = true;
            while (isOpen)
            {
                var read = await reader.ReadAsync(abort).ConfigureAwait(false);
                isOpen = await AnswerAsync(read.Buffer, reader, writer, abort).ConfigureAwait(false)
                    && !read.IsCompleted
                    && !(stopping.IsCancellationRequested && socket.Available == 0);
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
            await writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> AnswerAsync(
        ReadOnlySequence<byte> buffer, PipeReader reader, PipeWriter writer, CancellationToken cancellationToken)
    {
        var status = FrameStatus.Complete;
        while (status == FrameStatus.Complete)
        {
            status = RawFraming.TryRead(ref buffer, RawLimits.RequestBytes, out var frame);
            if (status == FrameStatus.Complete && !responder.Answer(frame, writer))
            {
                status = FrameStatus.Invalid;
            }

            if (writer.UnflushedBytes > RawLimits.FlushBytes)
            {
                await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        reader.AdvanceTo(buffer.Start, buffer.End);
        return status == FrameStatus.Incomplete;
    }
}
