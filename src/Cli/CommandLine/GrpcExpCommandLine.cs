using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using GrpcExp.Cli.Commands;
using GrpcExp.Cli.Names;

namespace GrpcExp.Cli.CommandLine;

/// <summary>The root of all commands, and the one place where failures become messages and exit codes.</summary>
internal static class GrpcExpCommandLine
{
    /// <summary>How a shell asks for completions: what it passes on is half a command, in which errors are no errors.</summary>
    private const string Suggest = "[suggest";

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
        ApplyCommand.Create(),
        FlagsCommand.Create(),
        ExperimentsCommand.Create(),
        MetricsCommand.Create(),
        IngestCommand.Create(),
        JobsCommand.Create(),
        AuditCommand.Create(),
        TokensCommand.Create(),
        SeedsCommand.Create(),
        CompletionCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();

        // Cancelling lets a command end what it started; without it, Ctrl-C would orphan servers.
        using var interrupt = Cancel(PosixSignal.SIGINT, stop);
        using var terminate = Cancel(PosixSignal.SIGTERM, stop);
        try
        {
            var parsed = Root().Parse(args = args.Length > 0 ? args : ["--help"]);
            if (parsed.Errors.Count > 0 && !args[0].StartsWith(Suggest, StringComparison.Ordinal))
            {
                var problems = string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message).Concat(Meant(parsed)));
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

    /// <summary>For each word that nothing knows, the command or option that was probably meant.</summary>
    private static IEnumerable<string> Meant(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(one => one.Name), .. command.Options.Select(one => one.Name)];
        return parsed.UnmatchedTokens.Select(word => NearestName.Of(word, known)).OfType<string>().Distinct().Select(name => $"Did you mean '{name}'?");
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
