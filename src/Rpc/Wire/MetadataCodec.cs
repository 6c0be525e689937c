using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Wire;

/// <summary>Metadata to and from header values.</summary>
internal static class MetadataCodec
{
    /// <summary>The value on the wire: text as it is, bytes as base64 without padding.</summary>
    public static string Encode(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes).TrimEnd('=') : entry.Value;

    /// <summary>Adds one header or trailer.</summary>
    public static void Append(IHeaderDictionary target, Metadata.Entry entry) => target.Append(entry.Key, Encode(entry));

    /// <summary>The metadata among the headers of a request.</summary>
    /// <exception cref="RpcException">A binary value is not base64.</exception>
    public static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                AddReceived(metadata, name, value);
            }
        }

        return metadata;
    }

    /// <summary>Adds what a peer sent under one header; headers of the protocol are left out.</summary>
    /// <exception cref="RpcException">A binary value is not base64.</exception>
    public static void AddReceived(Metadata metadata, string name, string? value)
    {
        var key = name.ToLowerInvariant();
        if (value is null || WireNames.IsReserved(key))
        {
            return;
        }

        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.Received(key, value));
            return;
        }

        // Proxies may join binary headers with commas, which base64 never contains.
        foreach (var part in value.Split(','))
        {
            metadata.Add(Metadata.Entry.Received(key, DecodeBinary(key, part.Trim())));
        }
    }

    private static byte[] DecodeBinary(string key, string text)
    {
        try
        {
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The value of metadata '{key}' is not base64.", e));
        }
    }
}
