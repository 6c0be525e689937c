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
internal sealed class ConnectCall : IRequestBodyPipeFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature, ITranslatedCall
{
    private readonly HttpContext _http;
    private readonly string _contentType;
    private readonly JsonMessages? _messages;
    private readonly FramedBody _body;
    private readonly HeldBody _held = new();
    private readonly IHttpResponseBodyFeature _response;
    private readonly IHttpResponseTrailersFeature? _trailers;
    private readonly IRequestBodyPipeFeature? _request;
    private Stream? _stream;
    private int _finished;

    private ConnectCall(HttpContext http, FramedBody body, string contentType, JsonMessages? messages)
    {
        _http = http;
        _body = body;
        _contentType = contentType;
        _messages = messages;
        _response = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _trailers = http.Features.Get<IHttpResponseTrailersFeature>();
        _request = http.Features.Get<IRequestBodyPipeFeature>();
    }

    public PipeReader Reader => _body;

    public PipeWriter Writer => _held;

    public Stream Stream => _stream ??= _held.AsStream(leaveOpen: true);

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public bool KeepsTrailersApart => true;

    public static async Task ServeAsync(
        HttpContext http, ConnectRequest request, int? maxSize, ConnectCodec codec, JsonMessages? messages, RequestDelegate grpc)
    {
        request.Translate();
        using var body = new FramedBody(request.Body, maxSize ?? int.MaxValue, request.IsCompressed);
        var call = new ConnectCall(http, body, ConnectContent.TypeOf(codec), messages);
        call.Attach();
        try
        {
            await grpc(http).ConfigureAwait(false);
            await call.FinishAsync().ConfigureAwait(false);
        }
        finally
        {
            call.Detach();
        }
    }

    // Whatever a handler does to start its response early, nothing goes out before the status is known.
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void DisableBuffering()
    {
    }

    public async Task CompleteAsync()
    {
        await FinishAsync().ConfigureAwait(false);
        await _response.CompleteAsync().ConfigureAwait(false);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A call does not send files.");

    private async Task FinishAsync()
    {
        // Without a status the caller has left.
        if (Interlocked.Exchange(ref _finished, 1) != 0 || !Trailers.TryGetValue(WireNames.Status, out var status))
        {
            return;
        }

        _http.Features.Set(_response);
        var headers = _http.Response.Headers;
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
            await Error(status.ToString()).WriteAsync(_http).ConfigureAwait(false);
        }
    }

    private async Task RespondAsync(string? encoding)
    {
        var frame = _held.Written;
        var message = frame[FrameHeader.Size..];
        var response = _http.Response;
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

    private void Attach()
    {
        _http.Features.Set<IRequestBodyPipeFeature>(this);
        _http.Features.Set<IHttpResponseBodyFeature>(this);
        _http.Features.Set<IHttpResponseTrailersFeature>(this);
        _http.Features.Set<ITranslatedCall>(this);
    }

    private void Detach()
    {
        _http.Features.Set(_request);
        _http.Features.Set(_response);
        _http.Features.Set(_trailers);
        _http.Features.Set<ITranslatedCall>(null);
        _held.Dispose();
    }
}
