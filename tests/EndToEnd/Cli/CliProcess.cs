using System.Diagnostics;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>The command as a person runs it: a process with arguments, output and an exit code.</summary>
internal static class CliProcess
{
    public static Task<CliResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    public static async Task<CliResult> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliResult(process.ExitCode, await output, await errors);
    }

    public static Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    private static Process Start(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend(typeof(GrpcExpCommandLine).Assembly.Location))
        {
            start.ArgumentList.Add(argument);
        }

        // The control plane lies beside these tests; publishing another one is not what is tested.
        start.Environment["GRPCEXP_CONTROL_PLANE"] = Path.Combine(AppContext.BaseDirectory, "GrpcExp.ControlPlane.dll");
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>What a run of the command left.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors);
