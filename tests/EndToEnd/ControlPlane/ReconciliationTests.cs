using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using Microsoft.Data.Sqlite;
using StackExchange.Redis;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class ReconciliationTests
{
    [Fact]
    [Trait("Promise", "P2.4")]
    public async Task A_snapshot_that_something_else_damaged_in_Redis_is_set_again()
    {
        var environment = $"env-{Guid.NewGuid():N}";
        var key = $"grpcexp:{environment}:snapshot";
        using var redis = await ConnectionMultiplexer.ConnectAsync(ControlPlaneHome.Redis);
        var database = redis.GetDatabase();
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--redis", ControlPlaneHome.Redis, "--env", environment);
        var jobs = new EnforcedExperiment(server);
        await Eventually.HoldsAsync(() => database.KeyExistsAsync(key), "the snapshot is set");
        Assert.Equal("revision 1 is what the tables say, and so does Redis", (await jobs.RunAsync("snapshot-reconciliation")).Message);
        var right = (byte[])(await database.StringGetAsync(key))!;

        await database.StringSetAsync(key, (byte[])[.. right[..^3], 1, 2, 3]);
        var run = await jobs.RunAsync("snapshot-reconciliation");

        Assert.Equal("revision 1 is what the tables say; of the one in Redis its bytes do not fit its hash: it was set again", run.Message);
        Assert.Equal(SnapshotEnvelope.Parser.ParseFrom(right), SnapshotEnvelope.Parser.ParseFrom((byte[])(await database.StringGetAsync(key))!));
    }

    [Fact]
    public async Task Tables_that_something_else_has_written_to_are_told_of()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync();
        await new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("a") });
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(home.Folder, "control.db")};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            using var command = connection.CreateCommand();
            command.CommandText = "delete from flags";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var run = await new EnforcedExperiment(server).RunAsync("snapshot-reconciliation");

        Assert.Equal(JobRunState.Failed, run.State);
        Assert.StartsWith("Revision 2 is stored as ", run.Message, StringComparison.Ordinal);
        Assert.Contains("Check the audit chain", run.Message, StringComparison.Ordinal);
    }
}
