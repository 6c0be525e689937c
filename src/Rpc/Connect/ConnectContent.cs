using GrpcExp.Rpc.Wire;
using Microsoft.Net.Http.Headers;

namespace GrpcExp.Rpc.Connect;

/// <summary>What the content types of the Connect protocol mean.</summary>
internal static class ConnectContent
{
    /// <summary>Whether a content type belongs to Connect, in a form that we serve or not.</summary>
    public static bool IsConnect(string? contentType) =>
        contentType is not null
        && (IsStream(contentType)
            || (contentType.StartsWith(WireNames.JsonContentType, StringComparison.OrdinalIgnoreCase) && CodecOf(contentType) is not null)
            || (contentType.StartsWith(WireNames.ProtoContentType, StringComparison.OrdinalIgnoreCase) && CodecOf(contentType) is not null));

    /// <summary>Whether the body is a sequence of enveloped messages.</summary>
    public static bool IsStream(string contentType) =>
        contentType.StartsWith(WireNames.ConnectStreamContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The codec of one bare message; null when it is none of ours, such as JSON in another character set than UTF-8.</summary>
    public static ConnectCodec? CodecOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return null;
        }

        if (type.MediaType.Equals(WireNames.ProtoContentType, StringComparison.OrdinalIgnoreCase))
        {
            return ConnectCodec.Proto;
        }

        return type.MediaType.Equals(WireNames.JsonContentType, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                ? ConnectCodec.Json
                : null;
    }

    public static string TypeOf(ConnectCodec codec) =>
        codec == ConnectCodec.Json ? WireNames.JsonContentType : WireNames.ProtoContentType;
}
