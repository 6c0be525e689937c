using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Definitions;

/// <summary>How people write a message that would be long by the fields of its .proto file.</summary>
/// <param name="Wanted">What may be written, for a message.</param>
/// <param name="Read">The message that a node means, of the entry that it lies in; null when the node is no short form.</param>
/// <param name="IsOnlyForm">True when the message's own fields may not be written.</param>
internal sealed record ShortForm(string Wanted, Func<YamlNode, IMessage, IMessage?> Read, bool IsOnlyForm = false)
{
    private static readonly Dictionary<MessageDescriptor, ShortForm> All = new()
    {
        [Timestamp.Descriptor] = new("a time such as 2026-03-01T09:00:00Z", (node, _) => YamlValues.Time(node), IsOnlyForm: true),
        [AttributeValue.Descriptor] = new("a text, number, true, false or time", (node, _) => YamlValues.Attribute(node), IsOnlyForm: true),
        [FlagValue.Descriptor] = new("a value of the flag's type", (node, entry) => YamlFlagValues.Read(node, (entry as Flag)?.Type ?? FlagType.Unspecified)),
        [Split.Descriptor] = new("per cent of units by variant, at most 100 together and two decimals each", (node, _) => YamlSplits.Read(node)),
    };

    /// <summary>The short form of a message; null when it has none.</summary>
    public static ShortForm? Of(MessageDescriptor message) => All.GetValueOrDefault(message);
}
