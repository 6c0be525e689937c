using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GrpcExp.Rpc.Connect;

/// <summary>What a unary Connect request says, wherever it says it: in headers and body, or in the query of a GET.</summary>
internal sealed class ConnectRequest
{
    private const int MaxTimeoutDigits = 10;

    private readonly HttpRequest _request;
    private readonly string? _encoding;

    private ConnectRequest(HttpRequest request, PipeReader body, string? encoding)
    {
        _request = request;
        _encoding = encoding;
        Body = body;
    }

    /// <summary>The message, not yet framed.</summary>
    public PipeReader Body { get; }

    public bool IsCompressed => !MessageCompression.IsIdentity(_encoding);

    public static ConnectRequest FromPost(HttpRequest request) =>
        new(request, request.BodyReader, request.Headers.ContentEncoding);

    /// <exception cref="RpcException">The query does not hold a message.</exception>
    public static ConnectRequest FromQuery(HttpRequest request)
    {
        var query = request.Query;
        if (query.TryGetValue("connect", out var version) && version != "v1")
        {
            throw Invalid($"The query parameter connect is '{version}'; only v1 is known.");
        }

        if (!query.TryGetValue("message", out var message))
        {
            throw Invalid("The query parameter message is missing; a GET carries its request there.");
        }

        var bytes = query["base64"] == "1" ? Decode(message.ToString()) : Encoding.UTF8.GetBytes(message.ToString());
        return new ConnectRequest(request, PipeReader.Create(new(bytes)), query["compression"]);
    }

    /// <summary>Says in the headers of gRPC what the request said in those of Connect.</summary>
    /// <exception cref="RpcException">A header is malformed.</exception>
    public void Translate()
    {
        var headers = _request.Headers;
        if (headers.TryGetValue(WireNames.ConnectVersion, out var version) && version != "1")
        {
            throw Invalid($"The header Connect-Protocol-Version is '{version}'; only 1 is known.");
        }

        headers.Remove(WireNames.Timeout);
        if (headers.TryGetValue(WireNames.ConnectTimeout, out var timeout))
        {
            headers[WireNames.Timeout] = TimeoutCodec.Encode(TimeoutOf(timeout.ToString()));
        }

        headers.Remove(WireNames.Encoding);
        if (IsCompressed)
        {
            headers[WireNames.Encoding] = _encoding;
        }

        // A client that says nothing accepts what it sends.
        headers[WireNames.AcceptEncoding] = headers.TryGetValue(HeaderNames.AcceptEncoding, out var accepted) ? Accepted(accepted.ToString()) : _encoding;
    }

    private static TimeSpan TimeoutOf(string text) =>
        text.Length is > 0 and <= MaxTimeoutDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw Invalid(
                $"The header Connect-Timeout-Ms is '{text}'; it is a number of milliseconds of at most {MaxTimeoutDigits} digits.");

    // General HTTP clients add weights; only that of zero, which refuses, matters here.
    private static string Accepted(string header)
    {
        var names = new List<string>();
        foreach (var item in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (StringWithQualityHeaderValue.TryParse(item, out var value) && value.Quality is null or > 0)
            {
                names.Add(value.Value.ToString());
            }
        }

        return string.Join(',', names);
    }

    private static byte[] Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException e)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, "The query parameter message is not URL-safe base64, which base64=1 says it is.", e));
        }
    }

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));
}
