using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Errors;

namespace GrpcExp.Database.Storage;

public sealed class SqliteConcurrentWriteTests() : ConcurrentWriteTests(StorageEngine.Sqlite);

public sealed class PostgresConcurrentWriteTests() : ConcurrentWriteTests(StorageEngine.Postgres);

public abstract class ConcurrentWriteTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    [Trait("Promise", "P1.1")]
    public async Task Of_fifty_writers_with_the_same_etag_exactly_one_wins()
    {
        ControlStore[] stores = [await OpenAsync(), await OpenAsync()];
        var read = await PutAsync(stores[0], NewFlag("checkout"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => TryAsync(stores[i % 2], $"owner-{i}", read.Etag), Cancelled)));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(49, outcomes.Count(outcome => outcome == StorageError.StaleEtag));
        var stored = await stores[1].ReadAsync((session, token) => session.FindFlagAsync("checkout", token), Cancelled);
        Assert.Equal(2, stored!.Version);
        Assert.NotEqual(read.Etag, stored.Etag);
    }

    [Fact]
    [Trait("Promise", "P1.5")]
    public async Task Revisions_rise_by_one_in_the_order_of_commits()
    {
        ControlStore[] stores = [await OpenAsync(), await OpenAsync()];
        var committed = new List<long>();
        foreach (var store in stores)
        {
            store.SnapshotCommitted = snapshot =>
            {
                lock (committed)
                {
                    committed.Add(snapshot.Revision);
                }
            };
        }

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => PutAsync(stores[i % 2], NewFlag($"flag-{i:00}")), Cancelled)));

        var changes = await stores[0].ReadOutboxAsync(1000, Cancelled);
        Assert.Equal(Enumerable.Range(1, 51).Select(i => (long)i), changes.Select(change => change.ToRevision));
        Assert.Equal(Enumerable.Range(0, 51).Select(i => (long)i), changes.Select(change => change.FromRevision));
        Assert.Equal(Enumerable.Range(2, 50).Select(i => (long)i), committed.Order());
        var events = await stores[1].ReadAsync((session, token) => session.ListAuditEventsAsync(new AuditQuery(0, "", 1000), token), Cancelled);
        Assert.Equal(Enumerable.Range(1, 51).Select(i => (long)i), events.Select(entry => entry.Revision));
    }

    [Fact]
    [Trait("Promise", "P1.5")]
    public async Task A_refused_write_leaves_no_gap_and_no_trace()
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"));

        await Assert.ThrowsAsync<StorageException>(() => PutAsync(store, WithEtag(NewFlag("a", "other"), "stale")));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync<Flag>(
            Intent(NewFlag("b")),
            (session, _) =>
            {
                session.Put(NewFlag("b"), null);
                throw new ArgumentException("refused after staging");
            },
            Cancelled));
        await PutAsync(store, NewFlag("c"));

        Assert.Equal(3, (await store.ReadPositionAsync(Cancelled)).Revision);
        var events = await store.ReadAsync((session, token) => session.ListAuditEventsAsync(new AuditQuery(0, "", 10), token), Cancelled);
        Assert.Equal(["environments/test", "flags/a", "flags/c"], events.Select(entry => entry.Resource));
        var keys = await store.ReadAsync((session, token) => session.ListFlagsAsync(new ResourceQuery("", "", 10), token), Cancelled);
        Assert.Equal(["a", "c"], keys.Select(flag => flag.Key));
    }

    [Fact]
    public async Task A_second_process_continues_from_what_the_first_has_committed()
    {
        var first = await OpenAsync();
        await PutAsync(first, NewFlag("a"));
        var second = await OpenAsync();
        await PutAsync(second, NewFlag("b"));
        await PutAsync(first, NewFlag("c"));

        var snapshot = GrpcExp.Contracts.Sync.V1.Snapshot.Parser.ParseFrom((await second.ReadSnapshotAsync(Cancelled)).Body);

        Assert.Equal(["a", "b", "c"], snapshot.Flags.Select(flag => flag.Key));
        Assert.Equal(4, snapshot.Revision);
    }

    [Fact]
    public async Task Opening_again_changes_nothing()
    {
        var first = await OpenAsync();
        await PutAsync(first, NewFlag("a"));
        var before = await first.ReadPositionAsync(Cancelled);

        var again = await OpenAsync();

        Assert.Equal(before, await again.ReadPositionAsync(Cancelled));
        Assert.NotNull(await again.ReadAsync((session, token) => session.FindFlagAsync("a", token), Cancelled));
    }

    private static Flag WithEtag(Flag flag, string etag)
    {
        flag.Etag = etag;
        return flag;
    }

    private static async Task<StorageError?> TryAsync(ControlStore store, string owner, string etag)
    {
        try
        {
            await PutAsync(store, WithEtag(NewFlag("checkout", owner), etag));
            return null;
        }
        catch (StorageException exception)
        {
            return exception.Error;
        }
    }
}
