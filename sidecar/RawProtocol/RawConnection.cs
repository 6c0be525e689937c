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
        // The kernel ends what waits on the socket, for less than a registration with each call; and after the end of
        // receiving it still hands over what had arrived.
        using var aborting = abort.UnsafeRegister(static waited => ((Socket)waited!).Dispose(), socket);
        using var closing = stopping.UnsafeRegister(static waited => EndReceiving((Socket)waited!), socket);
        using var input = new RawInput();
        using var output = new RawOutput();
        try
        {
            var isOpen = true;
            while (isOpen)
            {
                var count = await socket.ReceiveAsync(input.Free(), SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
                input.Received(count);
                isOpen = await AnswerAsync(input, output).ConfigureAwait(false) && count > 0;
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (ObjectDisposedException) when (abort.IsCancellationRequested)
        {
            // We have stopped.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private static void EndReceiving(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client has left already.
        }
    }

    private async ValueTask<bool> AnswerAsync(RawInput input, RawOutput output)
    {
        var status = input.TryTake(RawLimits.RequestBytes, out var frame);
        while (status == FrameStatus.Complete)
        {
            status = responder.Answer(frame, output) ? input.TryTake(RawLimits.RequestBytes, out frame) : FrameStatus.Invalid;
            if (output.Written.Length > RawLimits.FlushBytes)
            {
                await SendAsync(output).ConfigureAwait(false);
            }
        }

        await SendAsync(output).ConfigureAwait(false);
        return status == FrameStatus.Incomplete;
    }

    private async ValueTask SendAsync(RawOutput output)
    {
        for (var rest = output.Written; rest.Length > 0;)
        {
            rest = rest[await socket.SendAsync(rest, SocketFlags.None, CancellationToken.None).ConfigureAwait(false)..];
        }

        output.Clear();
    }
}
