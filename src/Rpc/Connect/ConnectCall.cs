using System.IO.Pipelines;
using Grpc.Core;
using GrpcExp.Rpc.Server;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace GrpcExp.Rpc.Connect;

/// <summary>
/// Lets a gRPC handler serve a unary Connect request: frames the message of the request, unframes that of the
/// response, and makes an HTTP status and headers of the trailers.
/// </summary>
internal sealed class ConnectCall : TranslatedCall
{
    private readonly string _contentType;
    private readonly JsonMessages? _messages;
    private readonly FramedBody _body;
    private readonly HeldBody _held = new();

    private ConnectCall(HttpContext http, FramedBody body, string contentType, JsonMessages? messages)
        : base(http)
    {
        _body = body;
        _contentType = contentType;
        _messages = messages;
    }

    public override PipeReader Reader => _body;

    public override PipeWriter Writer => _held;

    public override bool KeepsTrailersApart => true;

    public static async Task ServeAsync(
        HttpContext http, ConnectRequest request, int? maxSize, ConnectCodec codec, JsonMessages? messages, RequestDelegate grpc)
    {
        request.Translate();
        using var body = new FramedBody(request.Body, maxSize ?? int.MaxValue, request.IsCompressed);
        await new ConnectCall(http, body, ConnectContent.TypeOf(codec), messages).ServeAsync(grpc).ConfigureAwait(false);
    }

    // Whatever a handler does to start its response early, nothing goes out before the status is known.
    public override Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override void DisableBuffering()
    {
    }

    protected override async Task FinishAsync()
    {
        // Without a status the caller has left.
        if (!Trailers.TryGetValue(WireNames.Status, out var status))
        {
            return;
        }

        Http.Features.Set(Response);
        var headers = Http.Response.Headers;
        headers.Remove(WireNames.Encoding, out var encoding);
        headers.Remove(WireNames.AcceptEncoding, out var accepted);
        headers[HeaderNames.AcceptEncoding] = accepted;
        foreach (var (name, values) in Trailers)
        {
            if (name is not (WireNames.Status or WireNames.Message or WireNames.StatusDetails))
            {
                headers[WireNames.ConnectTrailerPrefix + name] = values;
            }
        }

        if (status == "0")
        {
            await RespondAsync(encoding).ConfigureAwait(false);
        }
        else
        {
            await Error(status.ToString()).WriteAsync(Http).ConfigureAwait(false);
        }
    }

    private async Task RespondAsync(string? encoding)
    {
        var frame = _held.Written;
        var message = frame[FrameHeader.Size..];
        var response = Http.Response;
        response.ContentType = _contentType;
        response.ContentLength = message.Length;
        if (frame.Span[0] != 0)
        {
            response.Headers.ContentEncoding = encoding;
        }

        await response.BodyWriter.WriteAsync(message).ConfigureAwait(false);
    }

    private ConnectError Error(string status)
    {
        byte[]? details = null;
        if (Trailers.TryGetValue(WireNames.StatusDetails, out var encoded))
        {
            var decoded = new Metadata();
            MetadataCodec.AddReceived(decoded, WireNames.StatusDetails, encoded);
            details = decoded.GetValueBytes(WireNames.StatusDetails);
        }

        return new ConnectError(
            int.TryParse(status, out var code) ? (StatusCode)code : StatusCode.Unknown,
            Trailers.TryGetValue(WireNames.Message, out var message) ? PercentEncoding.Decode(message.ToString()) : "")
        {
            StatusDetails = details,
            Messages = _messages,
        };
    }

    protected override void Release() => _held.Dispose();
}
