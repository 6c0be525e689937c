using GrpcExp.Tests;

namespace GrpcExp.EndToEnd.ControlPlane.Loss;

/// <summary>What was acknowledged is there exactly once, whatever is killed in the middle of a thousand writes.</summary>
[Trait("Promise", "P1.2")]
public sealed class KilledDatabaseTests
{
    [Fact]
    public async Task PostgreSQL_killed_twice_loses_and_repeats_nothing()
    {
        await using var database = await PrivatePostgres.StartAsync();
        await using var server = await ControlPlaneProcess.StartAsync(["--postgres", database.ConnectionString, "--port", "0"]);
        var storm = new WriteStorm(server.AsAdmin());

        await storm.RunAsync(database.CrashAsync);

        await storm.AssertNothingLostAsync();
    }

    [Fact]
    public async Task A_server_on_SQLite_killed_twice_loses_and_repeats_nothing()
    {
        await using var home = ControlPlaneHome.Embedded();
        var servers = new List<ControlPlaneProcess> { await home.StartAsync() };
        try
        {
            var storm = new WriteStorm(servers[0].AsAdmin());

            await storm.RunAsync(async () =>
            {
                await servers[^1].StopAsync("KILL");
                servers.Add(await home.StartAsync());
                storm.MoveTo(servers[^1].AsAdmin());
            });

            await storm.AssertNothingLostAsync();
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }
}
