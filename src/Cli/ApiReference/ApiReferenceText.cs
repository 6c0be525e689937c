using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;

namespace GrpcExp.Cli.ApiReference;

/// <summary>The reference of all calls as Markdown: what the contracts say, and nothing beside it.</summary>
internal static class ApiReferenceText
{
    /// <param name="files">The contracts.</param>
    /// <param name="comments">What stands above their elements.</param>
    public static string Of(IEnumerable<FileDescriptor> files, ProtoComments comments)
    {
        var text = new StringBuilder();
        text.Append("# API reference\n\nMade from the `.proto` files by `./grpcexp docs api`. Errors, idempotency and roles stand with each call.\n");
        foreach (var package in files.GroupBy(file => file.Package).OrderBy(package => package.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {package.Key}\n");
            foreach (var service in package.SelectMany(file => file.Services).OrderBy(service => service.Name, StringComparer.Ordinal))
            {
                AppendService(text, service, comments);
            }

            foreach (var message in package.SelectMany(file => file.MessageTypes).OrderBy(message => message.Name, StringComparer.Ordinal))
            {
                AppendMessage(text, message, comments);
            }

            foreach (var one in package.SelectMany(file => file.EnumTypes).OrderBy(one => one.Name, StringComparer.Ordinal))
            {
                AppendEnum(text, one, comments);
            }
        }

        return text.ToString();
    }

    private static void AppendService(StringBuilder text, ServiceDescriptor service, ProtoComments comments)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {service.Name}\n\n{comments.Of(service.FullName)}\n\n| call | takes | gives | what |\n|---|---|---|---|\n");
        foreach (var method in service.Methods)
        {
            var takes = $"{(method.IsClientStreaming ? "stream of " : "")}{Link(method.InputType)}";
            var gives = $"{(method.IsServerStreaming ? "stream of " : "")}{Link(method.OutputType)}";
            AppendRow(text, $"`{method.Name}`", takes, gives, comments.Of(method.FullName));
        }
    }

    private static void AppendMessage(StringBuilder text, MessageDescriptor message, ProtoComments comments)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {message.Name}\n\n{comments.Of(message.FullName)}\n");
        if (message.Fields.InDeclarationOrder() is { Count: > 0 } fields)
        {
            text.Append("\n| field | type | number | what |\n|---|---|---|---|\n");
            foreach (var field in fields)
            {
                var choice = field.RealContainingOneof is { } oneof ? $"One of `{oneof.Name}`. " : "";
                AppendRow(text, $"`{field.Name}`", TypeOf(field), field.FieldNumber.ToString(CultureInfo.InvariantCulture), choice + comments.Of(field.FullName));
            }
        }
    }

    private static void AppendEnum(StringBuilder text, EnumDescriptor one, ProtoComments comments)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {one.Name}\n\n{comments.Of(one.FullName)}\n\n| value | number | what |\n|---|---|---|\n");
        foreach (var value in one.Values)
        {
            AppendRow(text, $"`{value.Name}`", value.Number.ToString(CultureInfo.InvariantCulture), comments.Of($"{one.FullName}.{value.Name}"));
        }
    }

    private static string TypeOf(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            var entry = field.MessageType;
            return $"map of {Name(entry.FindFieldByNumber(1))} to {Name(entry.FindFieldByNumber(2))}";
        }

        return field switch
        {
            { IsRepeated: true } => $"list of {Name(field)}",
            { HasPresence: true, FieldType: not FieldType.Message, RealContainingOneof: null } => $"{Name(field)}, may be unset",
            _ => Name(field),
        };
    }

    private static string Name(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Link(field.MessageType),
        FieldType.Enum => Link(field.EnumType),
        var scalar => scalar.ToString().ToLowerInvariant(),
    };

    private static string Link(DescriptorBase type) =>
        type.FullName.StartsWith("grpcexp.", StringComparison.Ordinal) ? $"[{type.Name}](#{type.Name.ToLowerInvariant()})" : $"`{type.FullName}`";

    private static void AppendRow(StringBuilder text, params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
