using Google.Protobuf;

namespace GrpcExp.Cli.Commands;

/// <summary>A server's answer as JSON: protobuf's own mapping with the field names of the .proto files.</summary>
internal static class MessageJson
{
    private static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true).WithIndentation());

    public static void Print(IMessage message) => Console.WriteLine(Formatter.Format(message));
}
