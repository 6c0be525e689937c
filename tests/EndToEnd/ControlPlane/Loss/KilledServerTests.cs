namespace GrpcExp.EndToEnd.ControlPlane.Loss;

/// <summary>The same on SQLite, where the process that holds the database is the server itself.</summary>
[Trait("Promise", "P1.2")]
public sealed class KilledServerTests
{
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
