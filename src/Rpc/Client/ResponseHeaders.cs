using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>What the headers and trailers of a response say.</summary>
internal static class ResponseHeaders
{
    /// <summary>The status when the response ends with its headers, or is no gRPC response; null when messages may follow.</summary>
    public static Status? FinalStatus(HttpResponseMessage response)
    {
        var hasStatus = response.Headers.NonValidated.Contains(WireNames.Status);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            // A status of gRPC's own is more exact than the mapping of the HTTP status.
            return hasStatus && StatusOf(response.Headers) is { StatusCode: not StatusCode.OK } own
                ? own
                : new Status(
                    HttpStatusMapping.ToStatusCode(response.StatusCode),
                    $"Bad gRPC response: HTTP status {(int)response.StatusCode}.");
        }

        string? contentType = response.Content.Headers.NonValidated.TryGetValues("content-type", out var values) ? values.ToString() : null;
        if (!WireNames.IsGrpcContentType(contentType))
        {
            return new Status(StatusCode.Unknown, $"Bad gRPC response: content-type is '{contentType}', not application/grpc.");
        }

        return hasStatus ? StatusOf(response.Headers) : null;
    }

    /// <summary>The status in trailers; UNKNOWN when it is missing or damaged.</summary>
    public static Status StatusOf(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(WireNames.Status, out var values))
        {
            return new Status(StatusCode.Unknown, "The response ended without grpc-status.");
        }

        var detail = headers.NonValidated.TryGetValues(WireNames.Message, out var message) ? PercentEncoding.Decode(message.ToString()) : "";
        var text = values.ToString();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return new Status(StatusCode.Unknown, $"The response has the damaged grpc-status '{text}'. {detail}".TrimEnd());
        }

        return code <= (int)StatusCode.Unauthenticated
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Unknown, $"The response has the unknown grpc-status {code}. {detail}".TrimEnd());
    }

    public static Metadata Read(HttpHeaders headers)
    {
        Metadata? metadata = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                MetadataCodec.AddReceived(metadata ??= [], name, value);
            }
        }

        return metadata ?? Metadata.Empty;
    }

    /// <summary>
    /// The metadata if there are bytes in it, else null: damaged ones must fail the call, and text cannot be damaged and may
    /// wait until somebody asks.
    /// </summary>
    /// <exception cref="RpcException">A binary value is not base64.</exception>
    public static Metadata? ReadIfBinary(HttpHeaders headers)
    {
        foreach (var (name, _) in headers.NonValidated)
        {
            if (name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
            {
                return Read(headers);
            }
        }

        return null;
    }

    /// <summary>What the server says about trying again, or null.</summary>
    public static string? PushbackOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(WireNames.RetryPushback, out var values) ? values.ToString() : null;

    public static ICompressionProvider? CompressionOf(HttpResponseMessage response, MessageCompression compression)
    {
        var name = response.Headers.NonValidated.TryGetValues(WireNames.Encoding, out var values) ? values.ToString() : null;
        if (MessageCompression.IsIdentity(name))
        {
            return null;
        }

        return compression.TryGet(name!, out var provider)
            ? provider
            : throw new RpcException(new Status(
                StatusCode.Internal, $"The response has the unknown encoding '{name}'; known: {compression.AcceptHeader}."));
    }
}
