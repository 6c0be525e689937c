using System.Collections.Immutable;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Storage.Snapshots;

/// <summary>
/// What a snapshot is made of, each part already serialized and in key order, so that one change costs the
/// serialization of one part however many others there are.
/// </summary>
internal sealed record SnapshotParts(
    ImmutableSortedDictionary<string, ByteString> Flags,
    ImmutableSortedDictionary<string, ByteString> Segments,
    ImmutableSortedDictionary<string, ByteString> Layers,
    ImmutableSortedDictionary<string, ByteString> Experiments,
    ImmutableArray<ByteString> Holdout)
{
    private static readonly ImmutableSortedDictionary<string, ByteString> None =
        ImmutableSortedDictionary.Create<string, ByteString>(StringComparer.Ordinal);

    public static SnapshotParts Empty { get; } = new(None, None, None, None, []);

    /// <summary>The parts after a change.</summary>
    public SnapshotParts With(SnapshotDelta delta) => new(
        Flags.RemoveRange(delta.DeletedFlags).SetItems(delta.PutFlags.Select(flag => Part(flag.Key, flag))),
        Segments.RemoveRange(delta.DeletedSegments).SetItems(delta.PutSegments.Select(segment => Part(segment.Key, segment))),
        Layers.RemoveRange(delta.DeletedLayers).SetItems(delta.PutLayers.Select(layer => Part(layer.Key, layer))),
        Experiments.RemoveRange(delta.StoppedExperiments).SetItems(delta.PutExperiments.Select(experiment => Part(experiment.Key, experiment))),
        delta.HoldoutChange is { } change ? PartsOf(change.Ranges) : Holdout);

    public static ImmutableArray<ByteString> PartsOf(IEnumerable<IMessage> holdout) => [.. holdout.Select(range => range.ToByteString())];

    public static KeyValuePair<string, ByteString> Part(string key, IMessage message) => new(key, message.ToByteString());

    public static KeyValuePair<string, ByteString> Part(string key, byte[] bytes) => new(key, UnsafeByteOperations.UnsafeWrap(bytes));
}
