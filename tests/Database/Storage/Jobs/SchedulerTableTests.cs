using GrpcExp.Storage;

namespace GrpcExp.Database.Storage.Jobs;

public sealed class SchedulerTableTests() : StorageTestBase(StorageEngine.Postgres)
{
    [Fact]
    public async Task Replicas_that_start_together_on_a_new_database_make_its_tables_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(OpenAsync, Cancelled)));

        Assert.Equal(8, stores.Length);
        Assert.Equal(6, await CountAsync("select count(*) from \"__EFMigrationsHistory\""));
        Assert.Equal(12, await CountAsync("select count(*) from pg_tables where tablename like 'qrtz%'"));
        Assert.Equal(1, await CountAsync("select count(*) from audit_events"));
    }
}
