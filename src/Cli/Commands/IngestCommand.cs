using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Ingestion;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp ingest assignments|exposures|events FILE.csv</c>: what happened, from files.</summary>
internal static class IngestCommand
{
    public static Command Create() => new("ingest", "Sends what happened from a CSV file; a file that is sent twice is stored once.")
    {
        Of("assignments", "Which unit was given which variant; further columns are attributes of the unit, of which segment, country and platform make segments.", RowReader.AssignmentColumns, (sender, path, progress) => sender.AssignmentsAsync(path, progress)),
        Of("exposures", "Which unit met its variant.", RowReader.ExposureColumns, (sender, path, progress) => sender.ExposuresAsync(path, progress)),
        Of("events", "What units did; an optional column value is its number, further columns are properties.", RowReader.EventColumns, (sender, path, progress) => sender.EventsAsync(path, progress)),
    };

    private static Command Of(string what, string description, IReadOnlyList<string> columns, Func<FileIngestion, string, StageProgress, Task<IngestionReport>> send)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("file") { Description = $"CSV file with the columns {string.Join(", ", columns)} and, if rows have ids, event_id." };
        var command = new Command(what, description) { file };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var sender = new FileIngestion(connection, cancellationToken);
            var path = parsed.GetValue(file)!;
            if (server.IsJson(parsed))
            {
                var report = await send(sender, path, new StageProgress());
                using var output = Console.OpenStandardOutput();
                IngestionPrinter.Write(output, report);
                return report.Refused > 0 ? ExitCode.Failed : ExitCode.Fine;
            }

            var sent = await new Stages(Terminals.Output(), TimeProvider.System).RunAsync($"sending {what}", progress => send(sender, path, progress));
            IngestionPrinter.Print(sent);
            return sent.Refused > 0 ? ExitCode.Failed : ExitCode.Fine;
        });
        return command;
    }
}
