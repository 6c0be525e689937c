using GrpcExp.Tests;
using Npgsql;

namespace GrpcExp.EndToEnd.ControlPlane.Loss;

/// <summary>What was acknowledged is there exactly once, whatever is killed in the middle of a thousand writes.</summary>
[Trait("Promise", "P1.2")]
public sealed class KilledDatabaseTests
{
    [Fact]
    public async Task PostgreSQL_killed_twice_loses_and_repeats_nothing()
    {
        await using var database = await PrivatePostgres.StartAsync();
        await SpareTheDiskAsync(database.ConnectionString);
        await using var server = await ControlPlaneProcess.StartAsync(["--postgres", database.ConnectionString, "--port", "0"]);
        var storm = new WriteStorm(server.AsAdmin());

        try
        {
            await storm.RunAsync(database.CrashAsync);
        }
        catch (Grpc.Core.RpcException refusal)
        {
            Assert.Fail($"{refusal.Status}\n{string.Join('\n', server.Errors.Where(line => line.Contains("incident", StringComparison.Ordinal)))}");
        }

        await storm.AssertNothingLostAsync();
    }

    /// <summary>A killed process leaves its writes with the operating system: waiting for the disk would only take time here.</summary>
    private static async Task SpareTheDiskAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var sql in new[] { "alter system set fsync = off", "select pg_reload_conf()" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }
}
