using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcExp.Unit.Rpc;

/// <summary>One HTTP/2 request that can be made again and again: its bytes are all there, and its answer is kept in memory.</summary>
internal sealed class CannedExchange : PipeReader, IRequestBodyPipeFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private readonly ReadOnlySequence<byte> _body;
    private readonly CannedWriter _writer = new();
    private readonly HeaderDictionary _responseHeaders = [];

    public CannedExchange(byte[] body)
    {
        _body = new ReadOnlySequence<byte>(body);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = "HTTP/2",
            Method = "POST",
            Headers = new HeaderDictionary { ["content-type"] = "application/grpc" },
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature { Headers = _responseHeaders });
        features.Set<IRequestBodyPipeFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
        features.Set<IHttpResponseTrailersFeature>(this);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        Http = new DefaultHttpContext(features);
    }

    public HttpContext Http { get; }

    public ReadOnlyMemory<byte> Written => _writer.Written;

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    PipeReader IRequestBodyPipeFeature.Reader => this;

    Stream IHttpResponseBodyFeature.Stream => Stream.Null;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer;

    public void Rewind()
    {
        _writer.Clear();
        _responseHeaders.Clear();
        Trailers.Clear();
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
    }

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(Whole);

    public override bool TryRead(out ReadResult result)
    {
        result = Whole;
        return true;
    }

    void IHttpResponseBodyFeature.DisableBuffering()
    {
    }

    Task IHttpResponseBodyFeature.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHttpResponseBodyFeature.SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task IHttpResponseBodyFeature.CompleteAsync() => Task.CompletedTask;

    private ReadResult Whole => new(_body, isCanceled: false, isCompleted: true);
}
