using System.Globalization;
using System.Text.Json;

namespace GrpcExp.Cli.Ingestion;

/// <summary>What became of a file, for people and for programs.</summary>
internal static class IngestionPrinter
{
    private const int ShownProblems = 10;

    /// <summary>The sum on standard output, the first problems on standard error.</summary>
    public static void Print(IngestionReport report)
    {
        foreach (var problem in report.Problems.Take(ShownProblems))
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {problem.Line}: {problem.Reason}"));
        }

        if (report.Refused > ShownProblems)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {report.Refused - ShownProblems:N0} more; raw.rejected_events keeps what the control plane refused"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Answer.Accepted:N0} accepted, {report.Answer.Duplicate:N0} sent before, {report.Refused:N0} refused"));
    }

    /// <summary>The same as JSON.</summary>
    public static void Write(Stream stream, IngestionReport report)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("accepted", report.Answer.Accepted);
            json.WriteNumber("duplicate", report.Answer.Duplicate);
            json.WriteNumber("refused", report.Refused);
            json.WriteStartArray("problems");
            foreach (var problem in report.Problems)
            {
                json.WriteStartObject();
                json.WriteNumber("line", problem.Line);
                json.WriteString("reason", problem.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}
