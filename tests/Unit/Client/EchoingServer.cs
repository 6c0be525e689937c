using System.Net.Sockets;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Client;

/// <summary>Answers every request with the same evaluation, and costs next to no memory: only ids are read and written.</summary>
internal sealed class EchoingServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gx-");
    private readonly byte[] _tail;
    private readonly Thread _thread;

    public EchoingServer(EvaluateResponse answer)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "raw.sock");
        _tail = new LookupResponse { Evaluations = { answer }, Revision = 1, Epoch = "e" }.ToByteArray();
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public string Path { get; }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Serve()
    {
        try
        {
            using var socket = _listener.Accept();
            var input = new byte[1 << 20];
            var output = new byte[16 << 20];
            var filled = 0;
            while (true)
            {
                var count = socket.Receive(input.AsSpan(filled));
                if (count == 0)
                {
                    return;
                }

                filled += count;
                var (at, written) = (0, 0);
                while (TryRead(input.AsSpan(at, filled - at), out var id, out var length))
                {
                    at += length;
                    written += Write(output.AsSpan(written), id);
                }

                input.AsSpan(at, filled - at).CopyTo(input);
                filled -= at;
                for (var sent = 0; sent < written;)
                {
                    sent += socket.Send(output.AsSpan(sent, written - sent));
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out ulong id, out int length)
    {
        (id, length) = (0, 0);
        if (!TryVarint(bytes, 0, out var size, out var at) || bytes.Length - at < (int)size)
        {
            return false;
        }

        length = at + (int)size;
        return TryVarint(bytes, at + 1, out id, out _);
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, int from, out ulong value, out int at)
    {
        value = 0;
        for (at = from; at < bytes.Length; at++)
        {
            value |= (ulong)(bytes[at] & 0x7F) << (7 * (at - from));
            if (bytes[at] < 0x80)
            {
                at++;
                return true;
            }
        }

        return false;
    }

    private int Write(Span<byte> output, ulong id)
    {
        Span<byte> number = stackalloc byte[10];
        var idBytes = Put(number, id);
        var at = Put(output, (ulong)(1 + idBytes + _tail.Length));
        output[at++] = 0x08;
        number[..idBytes].CopyTo(output[at..]);
        _tail.CopyTo(output[(at + idBytes)..]);
        return at + idBytes + _tail.Length;
    }

    private static int Put(Span<byte> target, ulong value)
    {
        var index = 0;
        for (; value >= 0x80; value >>= 7)
        {
            target[index++] = (byte)(value | 0x80);
        }

        target[index++] = (byte)value;
        return index;
    }
}
