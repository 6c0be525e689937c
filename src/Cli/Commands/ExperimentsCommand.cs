using System.CommandLine;
using GrpcExp.Cli.Audit;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Experiments;
using GrpcExp.Cli.Names;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp experiments …</c>: the experiments of a running control plane, and every step of their life.</summary>
internal static class ExperimentsCommand
{
    public static Command Create()
    {
        var command = new Command("experiments", "The experiments of a running control plane; 'apply' creates and changes drafts.") { List(), Show(), Checklist(), History() };
        foreach (var step in ExperimentStepCommands.All())
        {
            command.Subcommands.Add(step);
        }

        return command;
    }

    /// <summary>A command on one experiment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">For the help.</param>
    /// <param name="options">Its own options.</param>
    /// <param name="run">What it does; gives the exit code.</param>
    internal static Command OfOne(string name, string description, Option[] options, Func<OneExperiment, ServerOptions, ParseResult, Task<int>> run)
    {
        var server = new ServerOptions();
        var key = KeyArgument.Of(DefinitionKind.Experiments, server, "Experiment.");
        var command = new Command(name, description) { key };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var one = new OneExperiment(parsed.GetValue(key)!, connection, cancellationToken);
            return await KnownKeys.AskAsync(DefinitionKind.Experiments, one.Key, connection, () => run(one, server, parsed), cancellationToken);
        });
        return command;
    }

    private static Command List()
    {
        var server = new ServerOptions();
        var search = new Option<string>("--search") { Description = "Only keys that contain this text.", DefaultValueFactory = _ => "" };
        var state = new Option<ExperimentState>("--state") { Description = "Only this state: draft, review, approved, running, concluded or archived." };
        var command = new Command("list", "Lists experiments with what the last build says about each.") { search, state };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var all = await new ExperimentRegistry(connection, cancellationToken).ListAsync(parsed.GetValue(state), parsed.GetValue(search)!);
            if (server.IsJson(parsed))
            {
                MessageJson.Print(all);
                return ExitCode.Fine;
            }

            var rows = await new Portfolio(connection, cancellationToken).ReadAsync(all.Experiments);
            PortfolioPrinter.Print(Terminals.Output(), rows, TimeProvider.System.GetUtcNow());
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Show() => OfOne("show", "Shows an experiment, its plan and what happened to it.", [], async (one, server, parsed) =>
    {
        server.Print(parsed, await one.Experiments.GetAsync(one.Key), ExperimentPrinter.Print);
        return ExitCode.Fine;
    });

    private static Command History() => OfOne("history", "Lists who changed an experiment, when and why, oldest first.", [], async (one, server, parsed) =>
    {
        server.Print(parsed, await one.Log.ListAsync($"experiments/{one.Key}"), (console, log) => AuditPrinter.Print(console, log.Events));
        return ExitCode.Fine;
    });

    private static Command Checklist() =>
        OfOne("checklist", "Says what stands in the way of a launch, and what real traffic lets expect; exits with 1 when a check failed.", [], async (one, server, parsed) =>
        {
            var checklist = await one.Experiments.GetChecklistAsync(one.Key);
            server.Print(parsed, checklist, ChecklistPrinter.Print);
            return checklist.Ready ? ExitCode.Fine : ExitCode.Failed;
        });

    /// <summary>The experiment that a command is about, and where to find what.</summary>
    internal sealed record OneExperiment(string Key, ServerConnection Connection, CancellationToken CancellationToken)
    {
        public ExperimentRegistry Experiments { get; } = new(Connection, CancellationToken);

        public ExperimentSteps Steps { get; } = new(Connection, CancellationToken);

        public AuditLog Log { get; } = new(Connection, CancellationToken);
    }
}
