using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Errors;

namespace GrpcExp.Database.Storage;

public sealed class SqliteIdempotencyTests() : IdempotencyTests(StorageEngine.Sqlite);

public sealed class PostgresIdempotencyTests() : IdempotencyTests(StorageEngine.Postgres);

[Trait("Promise", "P1.3")]
public abstract class IdempotencyTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    public async Task A_repeated_request_has_one_effect_and_the_same_answer()
    {
        var store = await OpenAsync();
        var first = await PutAsync(store, NewFlag("a"), "r1");
        Time.Now += TimeSpan.FromHours(23);
        await PutAsync(store, NewFlag("a", "somebody else"), "r2");

        var again = await PutAsync(store, NewFlag("a"), "r1");

        Assert.Equal(first, again);
        Assert.Equal(3, (await store.ReadPositionAsync(Cancelled)).Revision);
        Assert.Equal(3, await CountAsync("select count(*) from audit_events"));
    }

    [Fact]
    public async Task A_repeated_request_with_a_stale_etag_still_gets_its_answer()
    {
        var store = await OpenAsync();
        var created = await PutAsync(store, NewFlag("a"));
        var update = NewFlag("a", "new owner");
        update.Etag = created.Etag;
        var first = await PutAsync(store, update, "r1");

        Assert.Equal(first, await PutAsync(store, update, "r1"));
    }

    [Fact]
    public async Task Fifty_racing_repeats_have_one_effect()
    {
        ControlStore[] stores = [await OpenAsync(), await OpenAsync()];

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => PutAsync(stores[i % 2], NewFlag("a"), "r1"), Cancelled)));

        Assert.Single(answers.Distinct());
        Assert.Equal(2, (await stores[0].ReadPositionAsync(Cancelled)).Revision);
    }

    [Fact]
    public async Task The_same_id_with_another_request_is_refused()
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"), "r1");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => PutAsync(store, NewFlag("b"), "r1"));

        Assert.Equal(StorageError.RequestIdReused, refusal.Error);
        Assert.Contains("'r1'", refusal.Message);
    }

    [Fact]
    public async Task A_request_that_changed_nothing_is_remembered_too()
    {
        var store = await OpenAsync();
        var flag = await PutAsync(store, NewFlag("a"));

        await Nothing();
        var changed = await PutAsync(store, NewFlag("a", "other"));
        var replayed = await Nothing();

        Assert.Equal(flag, replayed);
        Assert.NotEqual(changed, replayed);

        Task<Flag> Nothing() => store.WriteAsync(
            Intent(new GetFlagRequest { Key = "a" }, "r1"),
            async (session, token) => new Change<Flag>((await session.FindFlagAsync("a", token))!, null),
            Cancelled);
    }

    [Fact]
    public async Task After_a_day_an_id_is_free_again()
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"), "r1");
        Time.Now += TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1);

        var second = await PutAsync(store, NewFlag("b"), "r1");

        Assert.Equal("b", second.Key);
        Assert.Equal(second, await PutAsync(store, NewFlag("b"), "r1"));
    }

    [Fact]
    public async Task Old_ids_can_be_forgotten_and_young_ones_stay()
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"), "old");
        Time.Now += TimeSpan.FromHours(20);
        await PutAsync(store, NewFlag("b"), "young");
        Time.Now += TimeSpan.FromHours(5);

        Assert.Equal(1, await store.ForgetRequestsAsync(Cancelled));
        Assert.Equal(1, await CountAsync("select count(*) from requests where request_id = 'young'"));
    }

    [Fact]
    public async Task A_request_that_failed_is_not_remembered()
    {
        var store = await OpenAsync();
        var stale = NewFlag("a");
        stale.Etag = "stale";
        await Assert.ThrowsAsync<StorageException>(() => PutAsync(store, stale, "r1"));

        Assert.Equal("b", (await PutAsync(store, NewFlag("b"), "r1")).Key);
    }
}
