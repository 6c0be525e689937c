using System.Diagnostics;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Load.Engine;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>A flag is switched at the real control plane; the time until the sidecar answers by it over the raw socket, through a real Redis.</summary>
internal sealed class PropagationTest : ILoadTest
{
    /// <summary>Changes a second.</summary>
    public const int DefaultRate = 20;

    public string Name => "propagation";

    public async Task RunAsync(LoadRun run)
    {
        var environment = $"load-{Guid.NewGuid():N}";
        run.Say($"{Name}: control plane with {LoadSnapshot.Flags} flags, Redis, sidecar");
        await using var servers = await PrivateServers.StartRedisAsync(run.Cancellation);
        await using var control = await ControlPlaneProcess.StartAsync(null, run.Cancellation, "--redis", servers.Redis, "--env", environment);
        await new ControlPlaneContent(control, run.Cancellation).CreateAsync();
        await using var sidecar = await SidecarProcess.StartAsync($"redis://{servers.Redis}", environment, run.Cancellation);
        using var probe = new ArrivalProbe(sidecar.RawSocket);

        var fromOk = new LatencyHistogram();
        var scenario = Create(new FlagService.FlagServiceClient(control.AsAdmin()), probe, fromOk, run);
        var sent = await run.MeasureAsync(scenario, control.Process, sidecar.Process);
        run.Judge(
            new Verdict("propagation: p99 from sending the change", Demand.Below, Sla.PropagationP99Milliseconds, sent.Ok > 0 ? sent.Latency.Percent99.TotalMilliseconds : double.NaN, "ms"),
            new Verdict("propagation: failed or lost", Demand.Below, 1, sent.Failed + sent.Dropped, "changes"));
        run.Note("propagation, from the change's OK", $"p50 {Figures.Milliseconds(fromOk.Quantile(0.5))}, p99 {Figures.Milliseconds(fromOk.Quantile(0.99))}, max {Figures.Milliseconds(fromOk.Maximum)} ms (warm-up included)");
    }

    private static ScenarioProps Create(FlagService.FlagServiceClient flags, ArrivalProbe probe, LatencyHistogram fromOk, LoadRun run)
    {
        var changes = -1;
        return Scenario.Create("propagation", async context =>
            {
                // Counted here and not by the invocation, so that no change repeats one of the warm-up.
                var number = Interlocked.Increment(ref changes);
                var request = new SetEnabledRequest { Key = Workload.Flag(number), Enabled = number / LoadSnapshot.Flags % 2 == 1, Reason = "load" };
                using var call = flags.SetEnabledAsync(request, cancellationToken: context.ScenarioCancellationToken);
                var changed = await call.ResponseAsync;
                var ok = Stopwatch.GetTimestamp();
                var arrived = await probe.UntilAsync(changed.Key, changed.Version);
                fromOk.Record((long)Stopwatch.GetElapsedTime(ok, arrived).TotalNanoseconds);
                return Response.Ok();
            })
            .WithWarmUpDuration(run.WarmUp)
            .WithLoadSimulations(Simulation.Inject(run.Options.Rate ?? DefaultRate, TimeSpan.FromSeconds(1), run.During));
    }
}
