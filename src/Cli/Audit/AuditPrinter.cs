using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Audit;

/// <summary>Audit events as people read them, one line an event.</summary>
internal static class AuditPrinter
{
    public static void Print(IAnsiConsole console, IEnumerable<AuditEvent> events)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("No", "When (UTC)", "Who", "Token", "From", "What", "On", "Why");
        foreach (var entry in events)
        {
            string[] cells =
            [
                entry.Sequence.ToString(CultureInfo.InvariantCulture),
                entry.EventTime.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                entry.Actor,
                entry.TokenId,
                entry.SourceAddress,
                entry.Action,
                entry.Resource,
                entry.Reason,
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        console.Write(table);
    }
}
