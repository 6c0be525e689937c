using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcExp.Contracts.Control.V1;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Definitions;

/// <summary>
/// Reads a YAML mapping as a message of the contract: keys are the field names of the .proto file, values of enums their words in
/// either case without the enum's name, and messages that people write often have a <see cref="ShortForm"/>. Whatever does not fit
/// becomes a problem with its line, and reading goes on.
/// </summary>
/// <param name="entry">Remembers where fields stand, and what is wrong with them.</param>
/// <param name="root">The entry as it was written.</param>
internal sealed class YamlMessageReader(DefinitionEntry entry, YamlMappingNode root)
{
    /// <summary>Reads the entry.</summary>
    public void Read() => Read(root, entry.Message, "", entry.Kind.OutputOnly);

    private void Read(YamlMappingNode mapping, IMessage message, string path, IReadOnlySet<string> refused)
    {
        // Scalars first: the type of a flag says how its values are read.
        foreach (var (key, node) in mapping.Children.OrderBy(child => child.Value is YamlScalarNode ? 0 : 1))
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            entry.Place(path + name, key.Start.Line);
            if (refused.Contains(name))
            {
                entry.Refuse(path + name, "is set by the control plane: take it out");
            }
            else if (message.Descriptor.FindFieldByName(name) is { } field)
            {
                ReadField(node, message, field, path + name);
            }
            else if (Plural(message, name) is { } plural && node is YamlScalarNode)
            {
                ReadField(new YamlSequenceNode(node), message, plural, path + name + "s");
            }
            else
            {
                var known = message.Descriptor.Fields.InFieldNumberOrder().Select(one => one.Name).Where(one => !refused.Contains(one));
                entry.Refuse(path + name, $"is unknown: there are {string.Join(", ", known)}");
            }
        }
    }

    private void ReadField(YamlNode node, IMessage message, FieldDescriptor field, string path)
    {
        // value: [a, b] reads better than a second key for the same thing.
        if (node is YamlSequenceNode && !field.IsRepeated && Plural(message, field.Name) is { } plural)
        {
            entry.Place(path + "s", node.Start.Line);
            ReadField(node, message, plural, path + "s");
        }
        else if (field.IsMap)
        {
            ReadMap(node, (IDictionary)field.Accessor.GetValue(message), path);
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

    /// <summary>A map of texts, the only kind that people write.</summary>
    private void ReadMap(YamlNode node, IDictionary map, string path)
    {
        if (node is not YamlMappingNode mapping || mapping.Children.Any(child => child is not { Key: YamlScalarNode, Value: YamlScalarNode }))
        {
            entry.Refuse(path, "is refused: give a mapping, one 'key: value' a line");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            map[((YamlScalarNode)key).Value!] = ((YamlScalarNode)value).Value;
        }
    }

    /// <summary>The value; null when there is none or it does not fit, which is then told.</summary>
    private object? ReadValue(YamlNode node, FieldDescriptor field, string path)
    {
        if (IsNull(node))
        {
            return null;
        }

        return field.FieldType == FieldType.Message ? ReadMessage(node, field, path) : ReadScalar(node, field, path);
    }

    private IMessage? ReadMessage(YamlNode node, FieldDescriptor field, string path)
    {
        var form = ShortForm.Of(field.MessageType);
        if (form?.Read(node, entry.Message) is { } message)
        {
            return message;
        }

        if (node is YamlSequenceNode sequence && field.MessageType == ConditionGroup.Descriptor)
        {
            node = new YamlMappingNode("conditions", sequence);
        }

        if (node is not YamlMappingNode mapping || form is { IsOnlyForm: true } || (form is not null && !IsOfFields(mapping, field.MessageType)))
        {
            var text = (node as YamlScalarNode)?.Value;
            entry.Refuse(path, $"{(text is null ? "" : $"'{text}' ")}is refused: give {form?.Wanted ?? YamlScalars.Wanted(field)}");
            return null;
        }

        return ReadMapping(mapping, field, path);
    }

    private IMessage ReadMapping(YamlMappingNode mapping, FieldDescriptor field, string path)
    {
        var message = (IMessage)Empty(field);

        // {attribute: country, operator: in, values: [DE]} without a mapping around it.
        if (message is Condition condition && mapping.Children.TryGetValue("attribute", out var name) && name is YamlScalarNode)
        {
            condition.Attribute = new AttributeCondition();
            var (own, inner) = (new YamlMappingNode(), new YamlMappingNode());
            foreach (var (key, value) in mapping.Children)
            {
                (key is YamlScalarNode { Value: "negated" } ? own : inner).Add(key, value);
            }

            Read(own, condition, path + ".", new HashSet<string>());
            Read(inner, condition.Attribute, path + ".", new HashSet<string>());
        }
        else
        {
            Read(mapping, message, path + ".", new HashSet<string>());
        }

        return message;
    }

    private object? ReadScalar(YamlNode node, FieldDescriptor field, string path)
    {
        var text = (node as YamlScalarNode)?.Value;
        var value = text is null ? null : YamlScalars.Read(text, field);
        if (value is null)
        {
            entry.Refuse(path, $"{(text is null ? "" : $"'{text}' ")}is refused: give {YamlScalars.Wanted(field)}");
        }

        return value;
    }

    private static bool IsOfFields(YamlMappingNode mapping, MessageDescriptor message) =>
        mapping.Children.Keys.All(key => key is YamlScalarNode { Value: { } name } && message.FindFieldByName(name) is not null);

    private static FieldDescriptor? Plural(IMessage message, string name) => message.Descriptor.FindFieldByName(name + "s") is { IsRepeated: true } plural ? plural : null;

    private static object Empty(FieldDescriptor field) => field.FieldType == FieldType.Message ? field.MessageType.Parser.ParseFrom([]) : "";

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
