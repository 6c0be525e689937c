using System.IO.Pipelines;
using GrpcExp.Rpc.Server;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcExp.Rpc.Web;

/// <summary>
/// Lets a gRPC handler serve a gRPC-Web request: takes base64 off the request and puts it on the response where the
/// text form asks for it, and sends the trailers as the last frame of the body.
/// </summary>
internal sealed class GrpcWebCall : IRequestBodyPipeFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature, ITranslatedCall
{
    private readonly HttpContext _http;
    private readonly string _responseType;
    private readonly IHttpResponseBodyFeature _response;
    private readonly IHttpResponseTrailersFeature? _trailers;
    private readonly IRequestBodyPipeFeature? _request;
    private Stream? _stream;
    private int _finished;

    private GrpcWebCall(HttpContext http, WebContent content)
    {
        _http = http;
        _responseType = content.ResponseType;
        _response = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _trailers = http.Features.Get<IHttpResponseTrailersFeature>();
        _request = http.Features.Get<IRequestBodyPipeFeature>();
        Reader = content.TextRequest ? PipeReader.Create(new Base64RequestStream(http.Request.BodyReader)) : http.Request.BodyReader;
        Writer = content.TextResponse ? new Base64PipeWriter(_response.Writer) : _response.Writer;
    }

    public PipeReader Reader { get; }

    public PipeWriter Writer { get; }

    public Stream Stream => _stream ??= Writer.AsStream(leaveOpen: true);

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    // A response without a message has its status in the headers, as in gRPC.
    public bool KeepsTrailersApart => false;

    public static async Task ServeAsync(HttpContext http, WebContent content, RequestDelegate grpc)
    {
        var call = new GrpcWebCall(http, content);
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

    public Task StartAsync(CancellationToken cancellationToken = default) => _response.StartAsync(cancellationToken);

    public void DisableBuffering() => _response.DisableBuffering();

    public async Task CompleteAsync()
    {
        await FinishAsync().ConfigureAwait(false);
        await _response.CompleteAsync().ConfigureAwait(false);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A gRPC call does not send files.");

    private async Task FinishAsync()
    {
        if (Interlocked.Exchange(ref _finished, 1) != 0 || Trailers.Count == 0)
        {
            return;
        }

        TrailerFrame.Write(Trailers, Writer);
        await Writer.FlushAsync().ConfigureAwait(false);
    }

    private void Attach()
    {
        _http.Features.Set<IRequestBodyPipeFeature>(this);
        _http.Features.Set<IHttpResponseBodyFeature>(this);
        _http.Features.Set<IHttpResponseTrailersFeature>(this);
        _http.Features.Set<ITranslatedCall>(this);
        // As late as possible: the handler believes that it speaks gRPC and names that type.
        _http.Response.OnStarting(
            state =>
            {
                var call = (GrpcWebCall)state;
                if (WireNames.IsGrpcContentType(call._http.Response.ContentType))
                {
                    call._http.Response.ContentType = call._responseType;
                }

                return Task.CompletedTask;
            },
            this);
    }

    private void Detach()
    {
        _http.Features.Set(_request);
        _http.Features.Set(_response);
        _http.Features.Set(_trailers);
        _http.Features.Set<ITranslatedCall>(null);
        (Writer as Base64PipeWriter)?.Dispose();
    }
}
