using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Experiments;
using GrpcExp.Cli.Flags;
using GrpcExp.Cli.Metrics;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp apply FILE.yml</c>: definitions of every kind as a file, kept under version control.</summary>
internal static class ApplyCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var file = new Argument<string>("file") { Description = "YAML file with lists 'segments', 'layers', 'metrics', 'flags' and 'experiments', all of them optional." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the file and say what would be done, but change nothing." };
        var reason = Reasons.Option("apply");
        var command = new Command("apply", "Creates what a file defines and is new, changes what differs, and leaves everything else alone.") { file, dryRun, reason };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var definitions = DefinitionFile.Read(parsed.GetValue(file)!, DefinitionKind.All);
            using var connection = server.Connect(parsed);
            var isDry = parsed.GetValue(dryRun);
            var applied = await RunAsync(definitions, connection, isDry, parsed.GetValue(reason)!, cancellationToken);
            if (server.IsJson(parsed))
            {
                using var output = Console.OpenStandardOutput();
                AppliedPrinter.Write(output, applied, isDry);
            }
            else
            {
                AppliedPrinter.Print(Terminals.Output(), applied, isDry);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<IReadOnlyList<AppliedDefinition>> RunAsync(
        DefinitionFile file, ServerConnection connection, bool isDry, string reason, CancellationToken cancellationToken)
    {
        var metrics = new MetricApplication(new MetricRegistry(connection, cancellationToken), reason);
        DefinitionApplication segments = new(new SegmentRegistry(connection, cancellationToken), reason);
        DefinitionApplication layers = new(new LayerRegistry(connection, cancellationToken), reason);
        DefinitionApplication flags = new(new FlagRegistry(connection, cancellationToken), reason);
        DefinitionApplication experiments = new(new ExperimentRegistry(connection, cancellationToken), reason);

        // Everything that can be told beforehand is, of all kinds at once.
        var hasMetrics = file.Entries.Any(entry => entry.Kind == DefinitionKind.Metrics);
        AppliedDefinition[] before = [.. await segments.PlanAsync(file), .. await layers.PlanAsync(file)];
        AppliedDefinition[] after = [.. await flags.PlanAsync(file), .. await experiments.PlanAsync(file)];
        AppliedDefinition[] planned = [.. before, .. hasMetrics ? await metrics.RunAsync(file, dryRun: true) : [], .. after];
        file.ThrowIfRefused();
        return isDry
            ? planned
            :
            [
                .. await segments.WriteAsync(file),
                .. await layers.WriteAsync(file),
                .. hasMetrics ? await metrics.RunAsync(file, dryRun: false) : [],
                .. await flags.WriteAsync(file),
                .. await experiments.WriteAsync(file),
            ];
    }
}
