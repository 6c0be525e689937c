using GrpcExp.Client;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Load.Scenarios;

/// <summary>What both ways to the EvaluationService have in common.</summary>
internal static class GrpcLoad
{
    /// <summary>Calls under way at saturation.</summary>
    private const int Copies = 64;

    public static async Task RunAsync(LoadRun run, string name, ChannelSet channels, int defaultRate, SidecarProcess sidecar, bool isThroughputPromised)
    {
        GrpcExpClient[] clients = [.. channels.Channels.Select(c => GrpcExpClient.ForGrpc(c.CreateCallInvoker()))];
        await run.RequireAsync(LookupScenarios.AtRate(name, clients, run.Options.Rate ?? defaultRate, run.WarmUp, run.During), sidecar.Process);
        if (run.Options.OpenLoopOnly)
        {
            return;
        }

        var saturated = await run.MeasureAsync(
            LookupScenarios.Saturating($"{name}, our client with {Copies} under way", clients, Copies, run.WarmUp, run.During), sidecar.Process);
        if (saturated.Processors is { } processors)
        {
            run.Note(
                $"{name}, our client saturated",
                $"{Figures.Rate(saturated.AchievedPerSecond)} calls/s; of the processors used, the client takes {100 * processors.Generator / (processors.Generator + processors.Product):0} %");
        }

        if (isThroughputPromised)
        {
            run.Judge(new Verdict($"{name}: throughput", Demand.AtLeast, Sla.GrpcPerSecond, saturated.AchievedPerSecond, "calls/s"));
        }
    }
}
