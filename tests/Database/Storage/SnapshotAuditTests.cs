using GrpcExp.Storage;

namespace GrpcExp.Database.Storage;

public sealed class SqliteSnapshotAuditTests() : SnapshotAuditTests(StorageEngine.Sqlite);

public sealed class PostgresSnapshotAuditTests() : SnapshotAuditTests(StorageEngine.Postgres);

public abstract class SnapshotAuditTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    public async Task The_stored_snapshot_is_what_the_tables_give_at_every_revision()
    {
        var store = await OpenAsync();
        Assert.True((await store.AuditSnapshotAsync(Cancelled)).IsIntact);
        await PutAsync(store, NewFlag("a"));
        Time.Now += TimeSpan.FromMinutes(1);
        await PutAsync(store, NewFlag("b"));

        var audit = await store.AuditSnapshotAsync(Cancelled);

        Assert.True(audit.IsIntact);
        Assert.Equal((3, Convert.ToHexStringLower((await store.ReadSnapshotAsync(Cancelled)).Sha256.Span)), (audit.Revision, audit.CompiledSha256));
    }

    [Theory]
    [InlineData("delete from flags where key = 'a'")]
    [InlineData("update snapshots set body = (select body from flags where key = 'a')")]
    [InlineData("update snapshots set sha256 = (select body from flags where key = 'a')")]
    public async Task What_something_else_has_written_is_seen(string sql)
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"));

        await TamperAsync(sql);

        Assert.False((await store.AuditSnapshotAsync(Cancelled)).IsIntact);
    }
}
