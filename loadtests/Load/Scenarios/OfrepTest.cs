using System.Net.Http.Headers;
using System.Text;
using GrpcExp.Load.Targets;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>OFREP over HTTP/1.1 with connections kept alive.</summary>
internal sealed class OfrepTest : ILoadTest
{
    /// <summary>Requests a second.</summary>
    public const int DefaultRate = 5_000;

    /// <summary>HTTP/1.1 answers one request at a time a connection.</summary>
    private const int Connections = 64;

    public string Name => "ofrep";

    public async Task RunAsync(LoadRun run)
    {
        await using var sidecar = await SidecarProcess.StartAsync(LoadSnapshot.Create(), run.Cancellation);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseProxy = false })
        {
            BaseAddress = new Uri(sidecar.HttpAddress),
        };
        await run.RequireAsync(Create(http, run.Options.Rate ?? DefaultRate, run.WarmUp, run.During), sidecar.Process);
    }

    private static ScenarioProps Create(HttpClient http, int rate, TimeSpan warmUp, TimeSpan during)
    {
        byte[][] bodies = [.. Workload.Units.Select((unit, i) => Encoding.UTF8.GetBytes(
            $$$"""{"context":{"targetingKey":"{{{unit.UnitId}}}","country":"{{{Workload.Country(i)}}}"}}"""))];
        Uri[] addresses = [.. Workload.Flags.Select(flag => new Uri($"/ofrep/v1/evaluate/flags/{flag}", UriKind.Relative))];
        var json = new MediaTypeHeaderValue("application/json");
        return Scenario.Create("ofrep", async context =>
            {
                var number = context.InvocationNumber;
                using var content = new ByteArrayContent(bodies[number % bodies.Length]) { Headers = { ContentType = json } };
                using var answer = await http.PostAsync(addresses[number % addresses.Length], content, context.ScenarioCancellationToken);
                return answer.IsSuccessStatusCode ? Response.Ok() : Response.Fail($"HTTP {(int)answer.StatusCode}");
            })
            .WithWarmUpDuration(warmUp)
            .WithLoadSimulations(Simulation.Inject(rate, TimeSpan.FromSeconds(1), during));
    }
}
