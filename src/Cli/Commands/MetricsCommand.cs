using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Metrics;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp metrics apply FILE.yml</c> and <c>grpcexp metrics list</c>: the metric registry of a running control plane.</summary>
internal static class MetricsCommand
{
    public static Command Create() => new("metrics", "The metric registry of a running control plane.") { Apply(), List() };

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
}
