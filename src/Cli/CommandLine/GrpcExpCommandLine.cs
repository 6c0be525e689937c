using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using GrpcExp.Cli.Commands;

namespace GrpcExp.Cli.CommandLine;

/// <summary>The root of all commands, and the one place where failures become messages and exit codes.</summary>
internal static class GrpcExpCommandLine
{
    public static RootCommand Root() => new("GrpcExp: feature flags, experiments and what came of them.")
    {
        DemoCommand.Create(),
        AnalyzeCommand.Create(),
        ServeCommand.Create(),
        ScorecardCommand.Create(),
        BuildCommand.Create(),
        DocsCommand.Create(),
        EvaluateCommand.Create(),
        PlanCommand.Create(),
        ExperimentsCommand.Create(),
        MetricsCommand.Create(),
        JobsCommand.Create(),
        AuditCommand.Create(),
        SeedsCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();

        // Cancelling lets a command end what it started; without it, Ctrl-C would orphan servers.
        using var interrupt = Cancel(PosixSignal.SIGINT, stop);
        using var terminate = Cancel(PosixSignal.SIGTERM, stop);
        try
        {
            var parsed = Root().Parse(args.Length > 0 ? args : ["--help"]);
            if (parsed.Errors.Count > 0)
            {
                var problems = string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message));
                throw CommandException.BadUsage($"{problems}{Environment.NewLine}'{NameOf(parsed.CommandResult)} --help' says what there is.");
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Failed;
        }
        catch (Exception failure)
        {
            return await FailedAsync(failure);
        }
    }

    private static string NameOf(SymbolResult result) => result switch
    {
        CommandResult { Command: not RootCommand } command => $"{NameOf(command.Parent!)} {command.Command.Name}",
        _ => "grpcexp",
    };

    private static async Task<int> FailedAsync(Exception failure)
    {
        var (message, code) = FailureText.Of(failure);
        await Console.Error.WriteLineAsync($"error: {message}");
        return code;
    }

    private static PosixSignalRegistration Cancel(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
