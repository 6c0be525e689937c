using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Errors;

namespace GrpcExp.Database.Storage;

/// <summary>A connection that the server ends in the middle of a write; what SQLite has instead is a process that ends.</summary>
public sealed class LostConnectionTests() : StorageTestBase(StorageEngine.Postgres)
{
    [Fact]
    public async Task A_write_that_loses_its_connection_can_be_sent_again_with_the_same_request_id()
    {
        var store = await OpenAsync();
        var flag = NewFlag("a");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => WriteAsync(beforeSaving: () => TamperAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")));
        var stored = await WriteAsync(beforeSaving: () => Task.FromResult(0));

        Assert.Equal(StorageError.Unavailable, refusal.Error);
        Assert.Equal(1, stored.Version);
        Assert.Equal(1, await CountAsync("select count(*) from audit_events where resource = 'flags/a'"));

        Task<Flag> WriteAsync(Func<Task<int>> beforeSaving) => store.WriteAsync(
            Intent(flag, "lost"),
            async (session, _) =>
            {
                var after = session.Put(flag, null);
                await beforeSaving();
                return new Change<Flag>(after, new AuditEntry("flag.create", "flags/a", null, after));
            },
            Cancelled);
    }
}
