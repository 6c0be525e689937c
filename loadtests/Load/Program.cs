using System.Runtime.InteropServices;
using GrpcExp.Load;
using GrpcExp.Load.Machine;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Scenarios;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;
using Spectre.Console;

// dotnet run --project loadtests/Load -c Release -- SCENARIO
// Load goes to this machine's own sockets and stops by itself. loadtests/README.md says how to read what it prints.
if (args is [EchoProcess.Verb, ..])
{
    return await EchoServer.RunAsync(args);
}

using var stop = new CancellationTokenSource();

// What was started must be ended, so an interrupt only asks for the end.
using var interrupt = CancelOn(PosixSignal.SIGINT);
using var terminate = CancelOn(PosixSignal.SIGTERM);
try
{
    return await LoadCommandLine.RunAsync(args, RunAsync, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return ExitCode.Failed;
}
catch (InvalidOperationException failure)
{
    await Console.Error.WriteLineAsync($"error: {failure.Message}");
    return ExitCode.Failed;
}

async Task<int> RunAsync(LoadOptions options, CancellationToken cancellation)
{
    var machine = MachineDescription.Read();
    var start = TimeProvider.System.GetUtcNow();
    var console = Terminals.Output();
    var run = new LoadRun(options, console, cancellation);
    await LoadTests.RunAsync(run);
    var report = new LoadReport(
        options.Scenario, start, $"dotnet run --project loadtests/Load -c Release -- {string.Join(' ', args)}", machine, run.Verdicts, run.Measurements, run.Facts);
    var folder = options.Out ?? Path.Combine(Checkout.Root(), "artifacts", "load", options.Scenario);
    await ReportFolder.WriteAsync(folder, report);
    ConsoleReport.Print(console, report);
    console.MarkupLineInterpolated($"report.md, report.html and report.json are in {folder}");
    return ExitCode.Of(run.Verdicts);
}

PosixSignalRegistration CancelOn(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = true;
    stop.Cancel();
});
