using GrpcExp.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Unit.Sync;

[Trait("Promise", "P3.4")]
public sealed class SnapshotFileStoreTests : IDisposable
{
    private static readonly DateTimeOffset Confirmed = new(2025, 12, 31, 23, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"grpcexp-store-{Guid.NewGuid():N}");
    private readonly SnapshotFileStore _store;

    public SnapshotFileStoreTests()
    {
        _store = new SnapshotFileStore(_folder, "test", NullLogger<SnapshotFileStore>.Instance);
        _store.Prepare();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_saved_is_served_again_with_its_age()
    {
        _store.Save(Snapshots.Sealed(5), Confirmed);
        var state = Load();
        Assert.Equal(5, state.Current!.Revision.Value);
        Assert.Equal(TimeSpan.FromHours(1), state.StaleAge);
    }

    [Fact]
    public void Two_generations_are_kept()
    {
        foreach (var revision in new[] { 5, 6, 7 })
        {
            _store.Save(Snapshots.Sealed(revision), Confirmed);
        }

        Assert.Equal(7, Load().Current!.Revision.Value);
        File.Delete(_store.CurrentPath);
        Assert.Equal(6, Load().Current!.Revision.Value);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Whatever_byte_is_damaged_the_older_generation_is_used()
    {
        _store.Save(Snapshots.Sealed(5), Confirmed);
        _store.Save(Snapshots.Sealed(6), Confirmed);
        var good = File.ReadAllBytes(_store.CurrentPath);
        for (var position = 0; position < good.Length; position++)
        {
            var damaged = (byte[])good.Clone();
            damaged[position] ^= 0x40;
            File.WriteAllBytes(_store.CurrentPath, damaged);
            Assert.Equal(5, Load().Current!.Revision.Value);
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_not_used()
    {
        _store.Save(Snapshots.Sealed(5), Confirmed);
        var good = File.ReadAllBytes(_store.CurrentPath);
        for (var length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(_store.CurrentPath, good[..length]);
            Assert.Null(Load().Current);
        }
    }

    [Fact]
    public void Nothing_saved_is_nothing_served() => Assert.Null(Load().Current);

    [Fact]
    public void A_file_that_a_crash_left_half_written_is_in_nobodys_way()
    {
        _store.Save(Snapshots.Sealed(5), Confirmed);
        File.WriteAllText(_store.CurrentPath + ".tmp", "half");
        _store.Save(Snapshots.Sealed(6), Confirmed);
        Assert.Equal(6, Load().Current!.Revision.Value);
    }

    [Fact]
    [Trait("Promise", "P8")]
    public void The_folder_is_private_to_its_user()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        }
    }

    private SnapshotState Load()
    {
        var state = new SnapshotState(new SettableTime(), "test");
        _store.Load(state);
        return state;
    }
}
