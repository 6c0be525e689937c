using GrpcExp.Storage;
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
        await TamperAsync(
            """
            create function end_connection() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
            create trigger end_connection before insert on flags for each row execute function end_connection();
            """);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => PutAsync(store, flag, "lost"));
        await TamperAsync("drop trigger end_connection on flags");
        var stored = await PutAsync(store, flag, "lost");

        Assert.Equal(StorageError.Unavailable, refusal.Error);
        Assert.Equal(1, stored.Version);
        Assert.Equal(1, await CountAsync("select count(*) from audit_events where resource = 'flags/a'"));
    }
}
