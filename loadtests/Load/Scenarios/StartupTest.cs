using GrpcExp.Load.Reports;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Load.Scenarios;

/// <summary>Start to the first good answer, resident memory after load, size of the binary.</summary>
internal sealed class StartupTest : ILoadTest
{
    /// <summary>Starts whose median counts.</summary>
    private const int Starts = 20;

    private const double Mega = 1e6;

    public string Name => "startup";

    public async Task RunAsync(LoadRun run)
    {
        run.Say($"{Starts} starts");
        var snapshot = LoadSnapshot.Create();
        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            starts.Add((await ColdStart.MeasureAsync(snapshot, run.Cancellation)).TotalMilliseconds);
        }

        starts.Sort();
        run.Judge(new Verdict($"start to first answer, median of {Starts}", Demand.Below, Sla.StartMilliseconds, (starts[(Starts / 2) - 1] + starts[Starts / 2]) / 2, "ms"));
        run.Note("start to first answer", $"{Figures.Number(starts[0])} to {Figures.Number(starts[^1])} ms");

        run.Say("resident memory under load");
        await using var sidecar = await SidecarProcess.StartAsync(snapshot, run.Cancellation);
        var before = sidecar.WorkingSet / Mega;
        PipelinedLookups.Run("memory", sidecar.RawSocket, 64, run.During, run.Cancellation);
        run.Judge(
            new Verdict($"resident memory after load, {LoadSnapshot.Flags} flags", Demand.Below, Sla.ResidentMegabytes, sidecar.WorkingSet / Mega, "MB"),
            new Verdict("size of the binary", Demand.Below, Sla.BinaryMegabytes, new FileInfo(SidecarBinary.Path()).Length / Mega, "MB"));
        run.Note("resident memory before load", $"{Figures.Number(before)} MB");
    }
}
