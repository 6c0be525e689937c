using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Metrics;

/// <summary>
/// Reads a YAML mapping as a message of the contract: keys are the field names of the .proto file, values of enums their words in
/// either case without the enum's name. Whatever does not fit becomes a problem with its line, and reading goes on.
/// </summary>
/// <param name="entry">Remembers where fields stand, and what is wrong with them.</param>
internal sealed class YamlMessageReader(MetricEntry entry)
{
    /// <summary>Reads the fields of a message; those in <paramref name="refused"/> are not for a file to set.</summary>
    public void Read(YamlMappingNode mapping, IMessage message, string path, IReadOnlySet<string> refused)
    {
        foreach (var (key, node) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            var field = message.Descriptor.FindFieldByName(name);
            entry.Place(path + name, key.Start.Line);
            if (field is null)
            {
                var known = message.Descriptor.Fields.InFieldNumberOrder().Select(one => one.Name).Where(one => !refused.Contains(one));
                entry.Refuse(path + name, $"is unknown: there are {string.Join(", ", known)}");
            }
            else if (refused.Contains(name))
            {
                entry.Refuse(path + name, "is set by the control plane: take it out");
            }
            else
            {
                ReadField(node, message, field, path + name);
            }
        }
    }

    private void ReadField(YamlNode node, IMessage message, FieldDescriptor field, string path)
    {
        // value: [a, b] reads better than a second key for the same thing.
        if (node is YamlSequenceNode && !field.IsRepeated && message.Descriptor.FindFieldByName(field.Name + "s") is { IsRepeated: true } plural)
        {
            entry.Place(path + "s", node.Start.Line);
            ReadField(node, message, plural, path + "s");
        }
        else if (!field.IsRepeated)
        {
            if (ReadValue(node, field, path) is { } value)
            {
                field.Accessor.SetValue(message, value);
            }
        }
        else if (node is YamlSequenceNode sequence)
        {
            var list = (IList)field.Accessor.GetValue(message);
            for (var i = 0; i < sequence.Children.Count; i++)
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
                entry.Place(place, sequence.Children[i].Start.Line);
                list.Add(ReadValue(sequence.Children[i], field, place) ?? Empty(field));
            }
        }
        else if (!IsNull(node))
        {
            entry.Refuse(path, "is no list: write its items in lines that begin with '-', or in brackets");
        }
    }

    /// <summary>The value; null when there is none or it does not fit, which is then told.</summary>
    private object? ReadValue(YamlNode node, FieldDescriptor field, string path)
    {
        if (IsNull(node))
        {
            return null;
        }

        if (field.FieldType == FieldType.Message && node is YamlMappingNode mapping)
        {
            var message = (IMessage)Empty(field);
            Read(mapping, message, path + ".", new HashSet<string>());
            return message;
        }

        var text = (node as YamlScalarNode)?.Value;
        var value = text is null ? null : YamlScalars.Read(text, field);
        if (value is null)
        {
            entry.Refuse(path, $"{(text is null ? "" : $"'{text}' ")}is refused: give {YamlScalars.Wanted(field)}");
        }

        return value;
    }

    private static object Empty(FieldDescriptor field) => field.FieldType == FieldType.Message ? field.MessageType.Parser.ParseFrom([]) : "";

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
