using System.Net;
using System.Text.Json;
using Grpc.Core;
using Grpc.Health.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.Sidecar;
using Npgsql;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class OutageTests
{
    [Fact]
    public async Task Probes_tell_the_truth_while_PostgreSQL_or_Redis_is_away_and_when_it_is_back()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        var real = new NpgsqlConnectionStringBuilder(home.ConnectionString);
        await using var toPostgres = new CuttableLink(IPEndPoint.Parse($"{real.Host}:{real.Port}"));
        await using var toRedis = new CuttableLink(IPEndPoint.Parse(ControlPlaneHome.Redis));
        var port = IPEndPoint.Parse(toPostgres.Address).Port;
        await using var server = await ControlPlaneProcess.StartAsync(
            ["--postgres", new NpgsqlConnectionStringBuilder(home.ConnectionString) { Port = port }.ConnectionString, "--redis", toRedis.Address, "--port", "0", "--http-port", "0", "--env", $"e{Guid.NewGuid():N}"]);
        using var client = new HttpClient { BaseAddress = new Uri(server.WebAddress) };
        var health = new Health.HealthClient(server.As(null));
        await SaysAsync(client, health, isReady: true);

        toRedis.Cut();
        await SaysAsync(client, health, isReady: false, "redis");
        toRedis.Mend();
        await SaysAsync(client, health, isReady: true);

        toPostgres.Cut();
        await SaysAsync(client, health, isReady: false, "control_database", "warehouse");
        var refusal = await Refusals.OfAsync(new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("a") }));
        Assert.Equal(StatusCode.Unavailable, refusal.Code);
        using (var live = await client.GetAsync("/livez", TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        }

        toPostgres.Mend();
        await SaysAsync(client, health, isReady: true);
        await new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("a") });
    }

    private static Task SaysAsync(HttpClient client, Health.HealthClient health, bool isReady, params string[] down) => Eventually.HoldsAsync(
        async () =>
        {
            using var answer = await client.GetAsync("/readyz", TestContext.Current.CancellationToken);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var missing = body.RootElement.GetProperty("parts").EnumerateObject().Where(part => part.Value.GetString() == "down").Select(part => part.Name);
            var status = (await health.CheckAsync(new HealthCheckRequest())).Status;
            return answer.StatusCode == (isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable)
                && missing.SequenceEqual(down)
                && status == (isReady ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing);
        },
        isReady ? "the server is ready" : $"{string.Join(" and ", down)} are told to be down");
}
