using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;

namespace GrpcExp.Database.Storage;

public sealed class SqliteAuditChainTests() : AuditChainTests(StorageEngine.Sqlite);

public sealed class PostgresAuditChainTests() : AuditChainTests(StorageEngine.Postgres);

[Trait("Promise", "P1.4")]
public abstract class AuditChainTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    public async Task Every_change_has_one_event_that_says_who_when_what_and_why()
    {
        var store = await OpenAsync();
        var before = await PutAsync(store, NewFlag("a"));
        Time.Now += TimeSpan.FromMinutes(1);
        var after = await PutAsync(store, NewFlag("a", "other"), reason: "handed over");

        var events = await ListAsync(store, "flags/a");

        Assert.Equal(["flag.create", "flag.update"], events.Select(entry => entry.Action));
        Assert.Equal([2L, 3L], events.Select(entry => entry.Sequence));
        Assert.Equal("", events[0].BeforeJson);
        Assert.Equal(before, Flag.Parser.ParseJson(events[1].BeforeJson));
        Assert.Equal(after, Flag.Parser.ParseJson(events[1].AfterJson));
        Assert.Equal(("ada", "handed over", 3L), (events[1].Actor, events[1].Reason, events[1].Revision));
        Assert.Equal(("tok-ada", "192.0.2.7"), (events[1].TokenId, events[1].SourceAddress));
        Assert.Equal(Time.Now, events[1].EventTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_change_without_an_audit_entry_is_refused_and_so_is_an_entry_without_a_change()
    {
        var store = await OpenAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(
            Intent(NewFlag("a")),
            (session, _) => Task.FromResult(new Change<Flag>(session.Put(NewFlag("a"), null), null)),
            Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(
            Intent(NewFlag("a")),
            (_, _) => Task.FromResult(new Change<Flag>(NewFlag("a"), new AuditEntry("flag.create", "flags/a", null, null))),
            Cancelled));

        Assert.Equal(1, await CountAsync("select count(*) from audit_events"));
        Assert.Equal(0, await CountAsync("select count(*) from flags"));
    }

    [Fact]
    public async Task An_untouched_chain_is_intact()
    {
        var store = await FilledAsync();

        Assert.Equal(new AuditVerification(6, 0, ""), await VerifyAsync(store));
    }

    [Theory]
    [InlineData("update audit_events set actor = 'eve' where sequence = 3", 3)]
    [InlineData("update audit_events set reason = 'no reason' where sequence = 3", 3)]
    [InlineData("update audit_events set after_json = '{}' where sequence = 4", 4)]
    [InlineData("update audit_events set revision = 9 where sequence = 5", 5)]
    [InlineData("update audit_events set occurred_at = '2020-01-01 00:00:00' where sequence = 2", 2)]
    [InlineData("update audit_events set token_id = 'tok-eve' where sequence = 3", 3)]
    [InlineData("update audit_events set source_address = '192.0.2.8' where sequence = 3", 3)]
    [InlineData("update audit_events set token_id = 'tok-ada192.0', source_address = '.2.7' where sequence = 3", 3)]
    [InlineData("update audit_events set token_id = '', source_address = '', hash_version = 1 where sequence = 3", 3)]
    [InlineData("update audit_events set hash_version = 3 where sequence = 3", 3)]
    [InlineData("delete from audit_events where sequence = 3", 3)]
    [InlineData("delete from audit_events where sequence = 1", 1)]
    [InlineData("delete from audit_events where sequence = 6", 6)]
    [InlineData("delete from audit_events", 1)]
    public async Task Tampering_and_deletion_are_found_where_they_happened(string crime, long firstBad)
    {
        var store = await FilledAsync();
        Assert.True(await TamperAsync(crime) > 0);

        var found = await VerifyAsync(store);

        Assert.False(found.Intact);
        Assert.Equal(firstBad, found.FirstBadSequence);
        Assert.NotEmpty(found.Detail);
    }

    [Fact]
    public async Task Reordering_is_found()
    {
        var store = await FilledAsync();
        await TamperAsync("update audit_events set sequence = 99 where sequence = 3");
        await TamperAsync("update audit_events set sequence = 3 where sequence = 4");
        await TamperAsync("update audit_events set sequence = 4 where sequence = 99");

        Assert.Equal(3, (await VerifyAsync(store)).FirstBadSequence);
    }

    [Fact]
    public async Task A_forged_event_past_the_end_is_found()
    {
        var store = await FilledAsync();
        await TamperAsync(
            """
            insert into audit_events (environment, sequence, occurred_at, actor, action, resource, before_json, after_json, reason, revision, previous_hash, hash)
            select environment, 7, occurred_at, actor, action, resource, before_json, after_json, reason, revision, hash, 'forged' from audit_events where sequence = 6
            """);

        Assert.Equal(7, (await VerifyAsync(store)).FirstBadSequence);
    }

    [Fact]
    public async Task A_text_cannot_move_from_one_field_to_the_next_unnoticed()
    {
        var store = await FilledAsync();
        await TamperAsync("update audit_events set actor = 'adaf', action = 'lag.create' where sequence = 2");

        Assert.Equal(2, (await VerifyAsync(store)).FirstBadSequence);
    }

    private static Task<AuditVerification> VerifyAsync(ControlStore store) =>
        store.ReadAsync((session, token) => session.VerifyAuditAsync(token), Cancelled);

    private static Task<IReadOnlyList<AuditEvent>> ListAsync(ControlStore store, string resource) =>
        store.ReadAsync((session, token) => session.ListAuditEventsAsync(new AuditQuery(0, resource, 100), token), Cancelled);

    private async Task<ControlStore> FilledAsync()
    {
        var store = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await PutAsync(store, NewFlag($"flag-{i}"), reason: "because");
        }

        await DisarmAsync();
        return store;
    }
}
