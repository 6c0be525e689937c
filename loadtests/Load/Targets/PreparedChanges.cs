using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.Load.Targets;

/// <summary>
/// Changes of the configuration, each of which switches one flag, made and sealed beforehand by the library that the control
/// plane uses: while the load runs, sending them costs the generator next to nothing, as if a control plane elsewhere did.
/// </summary>
internal sealed class PreparedChanges
{
    private readonly List<PreparedChange> _changes = [];

    private PreparedChanges(Snapshot first) => First = SnapshotCodec.Seal(first).ToByteArray();

    /// <summary>The sealed snapshot before any change.</summary>
    public byte[] First { get; }

    /// <summary>The changes in order.</summary>
    public IReadOnlyList<PreparedChange> Changes => _changes;

    /// <param name="environment">Environment of the snapshots.</param>
    /// <param name="count">How many changes; each keeps a whole sealed snapshot of some 70 kB.</param>
    public static PreparedChanges Make(string environment, int count)
    {
        var newest = LoadSnapshot.Create();
        newest.Environment = environment;
        var prepared = new PreparedChanges(newest);
        for (var i = 0; i < count; i++)
        {
            // Flags are never changed, only replaced, so all snapshots may share the others.
            var next = new Snapshot { Environment = environment, Epoch = newest.Epoch, Revision = newest.Revision + 1, Experiments = { newest.Experiments } };
            next.Flags.AddRange(newest.Flags);
            var place = i % next.Flags.Count;
            var changed = next.Flags[place].Clone();
            changed.Enabled = !changed.Enabled;
            changed.Version++;
            next.Flags[place] = changed;
            var envelope = SnapshotCodec.Seal(next);
            prepared._changes.Add(new PreparedChange(
                changed.Key, changed.Version, envelope.ToByteArray(), SnapshotDeltas.Between(newest, next, envelope).ToByteArray()));
            newest = next;
        }

        return prepared;
    }
}
