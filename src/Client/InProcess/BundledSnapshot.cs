using System.Text;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.Client.InProcess;

/// <summary>Reads the snapshot that an application brings along.</summary>
internal static class BundledSnapshot
{
    /// <summary>Its own line of revisions: whatever a source or the disk has takes its place.</summary>
    public const string Epoch = "bundled";

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="ArgumentException">It cannot be read, is of another environment or breaks a rule.</exception>
    public static SnapshotEnvelope Read(ReadOnlySpan<byte> bytes, string environment)
    {
        var snapshot = Parse(bytes);
        if (snapshot.Environment.Length > 0 && snapshot.Environment != environment)
        {
            throw Refused($"it is of environment '{snapshot.Environment}', not '{environment}'");
        }

        snapshot.Environment = environment;
        snapshot.Epoch = Epoch;
        snapshot.Revision = Math.Max(1, snapshot.Revision);
        var envelope = SnapshotCodec.Seal(snapshot);
        return SnapshotCodec.TryOpen(envelope, out _, out var reason) ? envelope : throw Refused(reason);
    }

    // No serialized Snapshot begins with a brace or white space: they would be groups, or fields of other types.
    private static Snapshot Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
            text = text.TrimStart(" \t\r\n"u8);
            return text.StartsWith("{"u8)
                ? JsonParser.Default.Parse<Snapshot>(Encoding.UTF8.GetString(text))
                : Snapshot.Parser.ParseFrom(bytes);
        }
        catch (Exception failure) when (failure is InvalidJsonException or InvalidProtocolBufferException or FormatException)
        {
            throw Refused(failure.Message);
        }
    }

    private static ArgumentException Refused(string reason) =>
        new($"BundledDefaults: the snapshot is refused: {reason}; give a Snapshot as protobuf JSON or serialized.", "BundledDefaults");
}
