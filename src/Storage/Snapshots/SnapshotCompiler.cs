using System.Collections.Immutable;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Storage.Snapshots;

/// <summary>
/// Writes a Snapshot message from parts that are serialized already. The bytes are those that serializing the
/// parsed message gives, so an evaluator that applied a delta can check its own snapshot against the hash.
/// </summary>
internal static class SnapshotCompiler
{
    public static SnapshotEnvelope Compile(string environment, string epoch, long revision, DateTime committedAt, SnapshotParts parts)
    {
        var head = new Snapshot
        {
            Environment = environment,
            Epoch = epoch,
            Revision = revision,
            CommitTime = Timestamp.FromDateTime(committedAt),
        };
        var size = head.CalculateSize()
            + SizeOf(parts.Flags) + SizeOf(parts.Segments) + SizeOf(parts.Layers) + SizeOf(parts.Experiments)
            + SizeOf(parts.Holdout);
        var body = new byte[size];
        using (var output = new CodedOutputStream(body))
        {
            head.WriteTo(output);
            Write(output, Snapshot.FlagsFieldNumber, parts.Flags.Values);
            Write(output, Snapshot.SegmentsFieldNumber, parts.Segments.Values);
            Write(output, Snapshot.LayersFieldNumber, parts.Layers.Values);
            Write(output, Snapshot.ExperimentsFieldNumber, parts.Experiments.Values);
            Write(output, Snapshot.HoldoutFieldNumber, parts.Holdout);
            output.CheckNoSpaceLeft();
        }

        return new SnapshotEnvelope
        {
            Epoch = epoch,
            Revision = revision,
            Sha256 = UnsafeByteOperations.UnsafeWrap(SHA256.HashData(body)),
            Body = UnsafeByteOperations.UnsafeWrap(body),
        };
    }

    // All fields have numbers below 16: their tags are one byte.
    private static int SizeOf(ImmutableSortedDictionary<string, ByteString> parts) => SizeOf(parts.Values);

    private static int SizeOf(IEnumerable<ByteString> parts) => parts.Sum(part => 1 + CodedOutputStream.ComputeBytesSize(part));

    private static void Write(CodedOutputStream output, int field, IEnumerable<ByteString> parts)
    {
        foreach (var part in parts)
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(part);
        }
    }
}
