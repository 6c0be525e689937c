using GrpcExp.Client;
using GrpcExp.Load.Engine;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Load.Scenarios;

/// <summary>The raw protocol: our client at a fixed rate, 64 lookups pipelined on one connection, and the median beside that of a bare echo.</summary>
internal sealed class UdsTest : ILoadTest
{
    /// <summary>Lookups a second of the open loop.</summary>
    public const int DefaultRate = 50_000;

    /// <summary>Lookups under way at saturation.</summary>
    private const int Window = 64;

    public string Name => "uds";

    public async Task RunAsync(LoadRun run)
    {
        await using var sidecar = await SidecarProcess.StartAsync(LoadSnapshot.Create(), run.Cancellation);
        await using (var clients = new ClientSet(() => GrpcExpClient.ForRawSocket(sidecar.RawSocket), run.Options.Connections))
        {
            await run.RequireAsync(
                LookupScenarios.AtRate("uds", clients.Clients, run.Options.Rate ?? DefaultRate, run.WarmUp, run.During), sidecar.Process);
        }

        if (run.Options.OpenLoopOnly)
        {
            return;
        }

        Saturate(run, sidecar);
        await CompareAsync(run, sidecar);
    }

    private static void Saturate(LoadRun run, SidecarProcess sidecar)
    {
        const string name = "uds, 64 pipelined on one connection";
        run.Say(name);
        PipelinedLookups.Run(name, sidecar.RawSocket, Window, run.WarmUp, run.Cancellation);
        var meter = new ProcessorMeter([sidecar.Process]);
        var measurement = run.Add(PipelinedLookups.Run(name, sidecar.RawSocket, Window, run.During, run.Cancellation) with { Processors = meter.Read() });
        run.Cancellation.ThrowIfCancellationRequested();
        run.Judge(
            new Verdict($"{name}: throughput", Demand.AtLeast, Sla.PipelinedPerSecond, measurement.AchievedPerSecond, "lookups/s"),
            new Verdict($"{name}: failed", Demand.Below, 1, measurement.Failed, "lookups"));
    }

    private static async Task CompareAsync(LoadRun run, SidecarProcess sidecar)
    {
        run.Say("uds beside a bare echo, in turns");
        var frame = Workload.Frame(number: 0, requestId: 1);
        using var lookups = new RawLink(sidecar.RawSocket);
        var answer = lookups.Ask(frame).Length;
        var answerBytes = answer + (answer < 0x80 ? 1 : 2);
        await using var echo = await EchoProcess.StartAsync(frame.Length, answerBytes, run.Cancellation);
        using var bare = new RawLink(echo.Socket);
        var comparison = EchoComparison.Run(lookups, bare, frame, answerBytes, run.Cancellation);
        run.Judge(new Verdict("uds: p50 over the p50 of a bare echo", Demand.Below, Sla.EchoRatio, comparison.Ratio, "×"));
        run.Note(
            "one lookup at a time, p50",
            $"{Figures.Number(comparison.Lookup.TotalMicroseconds)} µs; a bare echo of the same {frame.Length} and {answerBytes} bytes {Figures.Number(comparison.Echo.TotalMicroseconds)} µs; ratio {Figures.Number(comparison.Ratio)} (median of {EchoComparison.Turns} turns, {Figures.Number(comparison.LowestRatio)} to {Figures.Number(comparison.HighestRatio)})");
    }
}
