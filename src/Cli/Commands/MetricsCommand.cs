using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Metrics;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp metrics apply FILE.yml</c>, <c>list</c>, <c>tree</c>, <c>versions</c> and <c>drift</c>: the metric registry of a running control plane.</summary>
internal static class MetricsCommand
{
    public static Command Create() => new("metrics", "The metric registry of a running control plane.") { Apply(), List(), Tree(), Versions(), Drift() };

    private static Command Apply()
    {
        var server = new ServerOptions();
        var file = new Argument<string>("file") { Description = "YAML file with a list 'metrics', one entry a metric." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything and say what would be done, but change nothing." };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", DefaultValueFactory = _ => "metrics apply" };
        var command = new Command("apply", "Registers the metrics of a file that are new, updates those that differ, and leaves the others alone.") { file, dryRun, reason };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var metrics = DefinitionFile.Read(parsed.GetValue(file)!, DefinitionKind.Metrics);
            using var connection = server.Connect(parsed);
            var isDry = parsed.GetValue(dryRun);
            var applied = await new MetricApplication(new MetricRegistry(connection, cancellationToken), parsed.GetValue(reason)!).RunAsync(metrics, isDry);
            if (server.IsJson(parsed))
            {
                using var output = Console.OpenStandardOutput();
                MetricPrinter.Write(output, applied, isDry);
            }
            else
            {
                MetricPrinter.Print(Terminals.Output(), applied, isDry);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command List()
    {
        var server = new ServerOptions();
        var command = new Command("list", "Lists the newest version of every metric.");
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var all = await new MetricRegistry(connection, cancellationToken).ListAsync();
            if (server.IsJson(parsed))
            {
                MessageJson.Print(all);
            }
            else
            {
                MetricPrinter.Print(Terminals.Output(), all.Metrics);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Tree()
    {
        var server = new ServerOptions();
        var root = new Argument<string>("metric") { Description = "Only this metric and what drives it.", DefaultValueFactory = _ => "" };
        var deprecated = new Option<bool>("--deprecated") { Description = "Show deprecated metrics too." };
        var command = new Command("tree", "Shows the tree of goals: each metric below what it drives.") { root, deprecated };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var tree = await new MetricRegistry(connection, cancellationToken).TreeAsync(parsed.GetValue(root)!, parsed.GetValue(deprecated));
            if (server.IsJson(parsed))
            {
                MessageJson.Print(tree);
            }
            else
            {
                MetricGovernancePrinter.Print(Terminals.Output(), tree);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Versions()
    {
        var server = new ServerOptions();
        var key = new Argument<string>("metric") { Description = "Key of the metric." };
        var command = new Command("versions", "Lists the versions of a metric, the newest first, and what changed in each.") { key };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var versions = await new MetricRegistry(connection, cancellationToken).VersionsAsync(parsed.GetValue(key)!);
            if (server.IsJson(parsed))
            {
                MessageJson.Print(versions);
            }
            else
            {
                MetricGovernancePrinter.Print(Terminals.Output(), versions.Versions);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Drift()
    {
        var server = new ServerOptions();
        var command = new Command("drift", "Lists what is wrong with metrics: outdated pins, same meanings, broken contracts and the like.");
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var drift = await new MetricRegistry(connection, cancellationToken).DriftAsync();
            if (server.IsJson(parsed))
            {
                MessageJson.Print(drift);
            }
            else
            {
                MetricGovernancePrinter.Print(Terminals.Output(), drift.Drifts);
            }

            return ExitCode.Fine;
        });
        return command;
    }
}
