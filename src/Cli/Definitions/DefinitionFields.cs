using System.Globalization;
using Google.Protobuf;

namespace GrpcExp.Cli.Definitions;

/// <summary>Definitions of any kind by the fields that they share.</summary>
internal static class DefinitionFields
{
    /// <summary>A copy without what the control plane sets.</summary>
    public static IMessage Written(DefinitionKind kind, IMessage message)
    {
        var written = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        foreach (var field in kind.OutputOnly)
        {
            written.Descriptor.FindFieldByName(field).Accessor.Clear(written);
        }

        return written;
    }

    /// <summary>The version; 0 for what has none.</summary>
    public static long Version(IMessage message) => Convert.ToInt64(message.Descriptor.FindFieldByName("version")?.Accessor.GetValue(message) ?? 0, CultureInfo.InvariantCulture);

    /// <summary>Whether it counts its versions.</summary>
    public static bool HasVersion(IMessage message) => message.Descriptor.FindFieldByName("version") is not null;

    /// <summary>The etag.</summary>
    public static string Etag(IMessage message) => (string)message.Descriptor.FindFieldByName("etag").Accessor.GetValue(message);

    /// <summary>A copy with the etag of what is stored, so that a change that somebody makes meanwhile is not lost.</summary>
    public static T Over<T>(T wanted, IMessage? before)
        where T : class, IMessage<T>
    {
        var changed = wanted.Clone();
        changed.Descriptor.FindFieldByName("etag").Accessor.SetValue(changed, before is null ? "" : Etag(before));
        return changed;
    }
}
