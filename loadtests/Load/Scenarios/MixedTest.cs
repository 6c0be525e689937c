using System.Diagnostics;
using GrpcExp.Client;
using GrpcExp.Load.Engine;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>Lookups over the raw socket at their full rate while a hundred changes a second arrive through a real Redis.</summary>
internal sealed class MixedTest : ILoadTest
{
    /// <summary>Changes a second.</summary>
    private const int ChangesPerSecond = 100;

    public string Name => "mixed";

    public async Task RunAsync(LoadRun run)
    {
        await using var servers = await PrivateServers.StartRedisAsync(run.Cancellation);
        await using var publisher = await RedisPublisher.StartAsync(servers.Redis);
        await using var sidecar = await SidecarProcess.StartAsync($"redis://{servers.Redis}", publisher.Environment, run.Cancellation);
        await using var clients = new ClientSet(() => GrpcExpClient.ForRawSocket(sidecar.RawSocket), run.Options.Connections);
        using var probe = new ArrivalProbe(sidecar.RawSocket);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancellation);
        var tally = new Tally();
        var changes = Task.Run(() => ChangeAsync(publisher, probe, tally, stop.Token), CancellationToken.None);
        try
        {
            await run.RequireAsync(
                LookupScenarios.AtRate($"mixed, lookups under {ChangesPerSecond} changes/s", clients.Clients, run.Options.Rate ?? UdsTest.DefaultRate, run.WarmUp, run.During),
                sidecar.Process);
        }
        finally
        {
            await stop.CancelAsync();
            await changes;
        }

        var during = run.WarmUp + run.During;
        var arrivals = run.Add(tally.Sum("mixed, change to answer", [Simulation.Inject(ChangesPerSecond, TimeSpan.FromSeconds(1), during)], during));
        run.Judge(
            new Verdict("mixed: changes lost", Demand.Below, 1, arrivals.Failed, "changes"),
            new Verdict("mixed: changes that arrived", Demand.AtLeast, 0.95 * ChangesPerSecond, arrivals.AchievedPerSecond, "changes/s"));
    }

    private static async Task ChangeAsync(RedisPublisher publisher, ArrivalProbe probe, Tally tally, CancellationToken stop)
    {
        var begin = Stopwatch.GetTimestamp();
        var arrivals = new List<Task>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var planned = begin + (i * Stopwatch.Frequency / ChangesPerSecond);
            if (Stopwatch.GetTimestamp() is var now && now < planned)
            {
                await Task.Delay(Stopwatch.GetElapsedTime(now, planned), CancellationToken.None);
            }

            tally.Start();
            var started = Stopwatch.GetTimestamp();
            tally.Late((long)Stopwatch.GetElapsedTime(planned, started).TotalNanoseconds);
            try
            {
                var version = await publisher.SwitchAsync(i);
                arrivals.Add(ArriveAsync(probe.UntilAsync(Workload.Flag(i), version), planned, started, tally));
            }
            catch (Exception failure)
            {
                tally.Fail(failure.Message);
            }
        }

        await Task.WhenAll(arrivals);
    }

    private static async Task ArriveAsync(Task<long> arrival, long planned, long started, Tally tally)
    {
        try
        {
            var arrived = await arrival;
            tally.End(Response.Ok(), (long)Stopwatch.GetElapsedTime(planned, arrived).TotalNanoseconds, (long)Stopwatch.GetElapsedTime(started, arrived).TotalNanoseconds);
        }
        catch (TimeoutException lost)
        {
            tally.Fail(lost.Message);
        }
    }
}
