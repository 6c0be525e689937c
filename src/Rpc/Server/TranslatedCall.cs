using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// A request that came by another protocol than gRPC. While a gRPC handler serves it, its body, response and trailers are
/// replaced by ones that translate, so that the call itself need not know.
/// </summary>
internal abstract class TranslatedCall : IRequestBodyPipeFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private readonly IHttpResponseTrailersFeature? _trailers;
    private readonly IRequestBodyPipeFeature? _request;
    private Stream? _stream;
    private int _finished;

    protected TranslatedCall(HttpContext http)
    {
        Http = http;
        Response = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _trailers = http.Features.Get<IHttpResponseTrailersFeature>();
        _request = http.Features.Get<IRequestBodyPipeFeature>();
    }

    /// <summary>Whether trailers stay trailers even in a response without a message.</summary>
    public abstract bool KeepsTrailersApart { get; }

    public abstract PipeReader Reader { get; }

    public abstract PipeWriter Writer { get; }

    public Stream Stream => _stream ??= Writer.AsStream(leaveOpen: true);

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    protected HttpContext Http { get; }

    /// <summary>The response of the protocol that the caller speaks.</summary>
    protected IHttpResponseBodyFeature Response { get; }

    public async Task ServeAsync(RequestDelegate grpc)
    {
        Attach();
        try
        {
            await grpc(Http).ConfigureAwait(false);
            await FinishOnceAsync().ConfigureAwait(false);
        }
        finally
        {
            Detach();
            Release();
        }
    }

    public virtual Task StartAsync(CancellationToken cancellationToken = default) => Response.StartAsync(cancellationToken);

    public virtual void DisableBuffering() => Response.DisableBuffering();

    public async Task CompleteAsync()
    {
        await FinishOnceAsync().ConfigureAwait(false);
        await Response.CompleteAsync().ConfigureAwait(false);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A call does not send files.");

    /// <summary>Makes the end of the response of the trailers.</summary>
    protected abstract Task FinishAsync();

    /// <summary>Gives back what the translation holds.</summary>
    protected abstract void Release();

    private Task FinishOnceAsync() => Interlocked.Exchange(ref _finished, 1) == 0 ? FinishAsync() : Task.CompletedTask;

    private void Attach()
    {
        Http.Features.Set<IRequestBodyPipeFeature>(this);
        Http.Features.Set<IHttpResponseBodyFeature>(this);
        Http.Features.Set<IHttpResponseTrailersFeature>(this);
        Http.Features.Set(this);
    }

    private void Detach()
    {
        Http.Features.Set(_request);
        Http.Features.Set(Response);
        Http.Features.Set(_trailers);
        Http.Features.Set<TranslatedCall>(null);
    }
}
