using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Updates;

/// <summary>
/// Update masks as AIP-134 has them: what the mask names is replaced, and cleared when it is not set; lists and maps are
/// replaced whole; no mask, or <c>*</c>, replaces everything.
/// </summary>
internal static class FieldMasks
{
    private const string Everything = "*";

    /// <summary>What is to be stored.</summary>
    /// <param name="violations">Gets every path that is unknown, fixed or output only.</param>
    /// <param name="mask">The mask; null or empty for all.</param>
    /// <param name="given">The resource of the request.</param>
    /// <param name="before">The resource as it is.</param>
    /// <returns>The request's resource, or the stored one with the named fields and the etag of the request.</returns>
    public static T Apply<T>(Violations violations, FieldMask? mask, T given, T before)
        where T : class, IMessage<T>
    {
        if (mask is null || mask.Paths.Count == 0 || mask.Paths is [Everything])
        {
            return given;
        }

        var result = before.Clone();
        Replace(given, result, given.Descriptor.FindFieldByName("etag"));
        violations.AddIf(
            mask.Paths.Count > Limits.MaskPaths, "update_mask", $"has {mask.Paths.Count} paths, over the limit of {Limits.MaskPaths}");
        foreach (var path in mask.Paths.Take(Limits.MaskPaths).Distinct(StringComparer.Ordinal))
        {
            if (Problem(given.Descriptor, path) is { } problem)
            {
                violations.Add("update_mask", $"'{Violations.Shown(path)}' {problem}");
            }
            else
            {
                Replace(given, result, path.Split('.'));
            }
        }

        return result;
    }

    private static string? Problem(MessageDescriptor type, string path)
    {
        if (path == Everything)
        {
            return "stands for all fields: give it alone, or name fields";
        }

        var names = path.Split('.');
        if (FixedFields.Of(type).Contains(names[0]))
        {
            return "is fixed or output only: take it out";
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (type.FindFieldByName(names[i]) is not { } field)
            {
                return $"is unknown: {type.Name} has no field '{Violations.Shown(names[i])}'";
            }

            if (i == names.Length - 1)
            {
                return null;
            }

            if (field.IsRepeated || field.FieldType != FieldType.Message)
            {
                return $"goes into '{field.Name}', which is replaced whole: name it without what follows";
            }

            type = field.MessageType;
        }

        return null;
    }

    private static void Replace(IMessage given, IMessage result, string[] names)
    {
        foreach (var name in names[..^1])
        {
            var step = given.Descriptor.FindFieldByName(name);
            var from = (IMessage?)step.Accessor.GetValue(given);
            if (step.Accessor.GetValue(result) is not IMessage to)
            {
                if (from is null)
                {
                    return;
                }

                to = step.MessageType.Parser.ParseFrom(ByteString.Empty);
                step.Accessor.SetValue(result, to);
            }

            (given, result) = (from ?? step.MessageType.Parser.ParseFrom(ByteString.Empty), to);
        }

        Replace(given, result, given.Descriptor.FindFieldByName(names[^1]));
    }

    private static void Replace(IMessage given, IMessage result, FieldDescriptor field)
    {
        field.Accessor.Clear(result);
        var value = field.Accessor.GetValue(given);
        if (field.IsMap)
        {
            var (from, to) = ((IDictionary)value, (IDictionary)field.Accessor.GetValue(result));
            foreach (DictionaryEntry entry in from)
            {
                to.Add(entry.Key, entry.Value);
            }
        }
        else if (field.IsRepeated)
        {
            var to = (IList)field.Accessor.GetValue(result);
            foreach (var item in (IEnumerable)value)
            {
                to.Add(item);
            }
        }
        else if (value is not null && (!field.HasPresence || field.Accessor.HasValue(given)))
        {
            field.Accessor.SetValue(result, value);
        }
    }
}
