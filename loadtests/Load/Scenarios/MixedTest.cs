using GrpcExp.Client;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>Lookups over the raw socket at their full rate while a hundred changes a second arrive through a real Redis.</summary>
internal sealed class MixedTest : ILoadTest
{
    /// <summary>Changes a second.</summary>
    private const int ChangesPerSecond = 100;

    /// <summary>Longest counted stretch: every change is kept in memory beforehand.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public string Name => "mixed";

    public async Task RunAsync(LoadRun run)
    {
        var during = run.During < Longest ? run.During : Longest;
        var environment = $"load-{Guid.NewGuid():N}";
        run.Say($"{Name}: changes are made beforehand");
        var changes = PreparedChanges.Make(environment, (int)(ChangesPerSecond * (run.WarmUp + during).TotalSeconds));
        await using var servers = await PrivateServers.StartRedisAsync(run.Cancellation);
        await using var publisher = await RedisPublisher.StartAsync(servers.Redis, environment, changes.First);
        await using var sidecar = await SidecarProcess.StartAsync($"redis://{servers.Redis}", environment, run.Cancellation);
        await using var clients = new ClientSet(() => GrpcExpClient.ForRawSocket(sidecar.RawSocket), run.Options.Connections);
        using var probe = new ArrivalProbe(sidecar.RawSocket);
        var lookups = LookupScenarios.AtRate(
            $"lookups under {ChangesPerSecond} changes/s", clients.Clients, run.Options.Rate ?? UdsTest.DefaultRate, run.WarmUp, during);
        var arrivals = (await run.RequireTogetherAsync([lookups], [Changes(changes, publisher, probe, run.WarmUp, during)], sidecar.Process))[0];
        run.Judge(new Verdict("mixed: changes lost", Demand.Below, 1, arrivals.Failed + arrivals.Dropped, "changes"));

        // No threshold: with both cores taken by lookups, a change waits for its turn. The scenario propagation judges it.
        run.Note(
            "mixed, from sending a change to its answer",
            $"p50 {Figures.Milliseconds(arrivals.Latency.Percent50)}, p99 {Figures.Milliseconds(arrivals.Latency.Percent99)} ms, beside lookups at full rate");
    }

    private static ScenarioProps Changes(PreparedChanges changes, RedisPublisher publisher, ArrivalProbe probe, TimeSpan warmUp, TimeSpan during)
    {
        var sent = -1;
        return Scenario.Create("mixed, change to answer", async _ =>
            {
                // Commands leave in the order in which they were given, and only one thread gives them.
                var change = changes.Changes[Interlocked.Increment(ref sent)];
                await publisher.PublishAsync(change);
                await probe.UntilAsync(change.Flag, change.Version);
                return Response.Ok();
            })
            .WithWarmUpDuration(warmUp)
            .WithLoadSimulations(Simulation.Inject(ChangesPerSecond, TimeSpan.FromSeconds(1), during));
    }
}
