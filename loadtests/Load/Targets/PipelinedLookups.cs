using System.Diagnostics;
using System.Net.Sockets;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Load.Engine;
using NBomber.CSharp;

namespace GrpcExp.Load.Targets;

/// <summary>
/// Keeps a number of lookups under way on one raw connection, from one thread and with frames serialized beforehand:
/// it measures what the sidecar can do and not what a client library can.
/// </summary>
internal sealed class PipelinedLookups
{
    /// <summary>Different requests, as many as there are units.</summary>
    private const int Different = 4096;

    /// <summary>One answer in so many is parsed and looked into; of all others the request id is.</summary>
    private const int LookedInto = 512;

    private readonly byte[][] _frames = [.. Enumerable.Range(0, Different).Select(i => Workload.Frame(i, (ulong)i + 1))];
    private readonly long[] _sent = new long[Different];
    private readonly byte[] _incoming = new byte[1 << 20];
    private readonly byte[] _outgoing = new byte[1 << 20];
    private readonly Tally _tally = new();
    private long _asked;
    private long _answered;

    /// <summary>Runs for a while.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="path">Path of the raw socket.</param>
    /// <param name="window">Lookups under way, 1 to 1,024.</param>
    /// <param name="during">Length of the counted stretch.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Measurement Run(string name, string path, int window, TimeSpan during, CancellationToken cancellation)
    {
        var lookups = new PipelinedLookups();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        lookups.Ask(socket, window);
        var begin = Stopwatch.GetTimestamp();
        var kept = 0;
        while (Stopwatch.GetElapsedTime(begin) < during && !cancellation.IsCancellationRequested)
        {
            var count = socket.Receive(lookups._incoming.AsSpan(kept));
            if (count == 0)
            {
                throw new InvalidOperationException("The sidecar closed the connection.");
            }

            kept = lookups.Take(kept + count, out var answers);
            lookups.Ask(socket, answers);
        }

        return lookups._tally.Sum(name, [Simulation.KeepConstant(window, during)], Stopwatch.GetElapsedTime(begin));
    }

    private void Ask(Socket socket, int count)
    {
        var length = 0;
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++, _asked++)
        {
            var slot = (int)(_asked % Different);
            _frames[slot].CopyTo(_outgoing, length);
            length += _frames[slot].Length;
            _sent[slot] = now;
            _tally.Start();
        }

        for (var sent = 0; sent < length;)
        {
            sent += socket.Send(_outgoing.AsSpan(sent, length - sent));
        }
    }

    // Returns how many bytes of an unfinished answer were moved to the front.
    private int Take(int end, out int answers)
    {
        answers = 0;
        var start = 0;
        var now = Stopwatch.GetTimestamp();
        while (Frames.TryReadLength(_incoming.AsSpan(start, end - start), out var length, out var prefix) && end - start - prefix >= length)
        {
            Check(_incoming.AsSpan(start + prefix, length), now);
            start += prefix + length;
            answers++;
        }

        _incoming.AsSpan(start, end - start).CopyTo(_incoming);
        return end - start;
    }

    private void Check(ReadOnlySpan<byte> answer, long now)
    {
        var slot = (int)(_answered % Different);
        var nanoseconds = (long)((now - _sent[slot]) * (1e9 / Stopwatch.Frequency));
        // Field 1, a varint, comes first: the request id, which must be the next one in order.
        var isInOrder = answer.Length > 2 && answer[0] == 0x08 && Frames.TryReadLength(answer[1..], out var id, out _) && id == slot + 1;
        _tally.End(isInOrder && IsGood(answer) ? Response.Ok() : Response.Fail($"Answer {_answered} is not the answer to request {slot + 1}."), nanoseconds, nanoseconds);
        _answered++;
    }

    private bool IsGood(ReadOnlySpan<byte> answer)
    {
        if (_answered % LookedInto != 0)
        {
            return true;
        }

        var response = LookupResponse.Parser.ParseFrom(answer);
        return response.Evaluations is [{ ErrorCode: ErrorCode.Unspecified, Value: not null }];
    }
}
