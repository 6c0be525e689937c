using System.Net.Sockets;

namespace GrpcExp.Load.Targets;

/// <summary>
/// One connection that asks one question at a time with blocking calls: as little generator as C# allows. Whatever
/// answers, be it sidecar or echo, is measured by the same code.
/// </summary>
internal sealed class RawLink : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
    private readonly byte[] _buffer = new byte[64 << 10];

    public RawLink(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    /// <summary>Asks and waits for an answer frame.</summary>
    /// <returns>The answer without its length; valid until the next call.</returns>
    public ReadOnlySpan<byte> Ask(byte[] frame)
    {
        _socket.Send(frame);
        var got = 0;
        while (true)
        {
            got += Receive(got);
            if (Frames.TryReadLength(_buffer.AsSpan(0, got), out var length, out var prefix) && got >= prefix + length)
            {
                return _buffer.AsSpan(prefix, length);
            }
        }
    }

    /// <summary>Sends bytes and waits for so many.</summary>
    public void Exchange(byte[] request, int answerBytes)
    {
        _socket.Send(request);
        for (var got = 0; got < answerBytes;)
        {
            got += Receive(got);
        }
    }

    public void Dispose() => _socket.Dispose();

    private int Receive(int offset)
    {
        var count = _socket.Receive(_buffer.AsSpan(offset));
        return count > 0 ? count : throw new InvalidOperationException("The other side closed the connection.");
    }
}
