using System.Net;

namespace GrpcExp.Rpc.Client;

/// <summary>The body of a request with a stream of messages: stays open until the writer completes it.</summary>
internal sealed class RequestStreamContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestStreamContent(ClientCall call)
    {
        Headers.ContentType = RequestHeaders.ContentType;
        call.Token.UnsafeRegister(
            static c =>
            {
                var content = (RequestStreamContent)c!;
                content._stream.TrySetCanceled();
                content._completed.TrySetCanceled();
            },
            this);
    }

    /// <summary>Where the messages go, as soon as the request is on its way.</summary>
    public Task<Stream> StreamAsync => _stream.Task;

    public void Complete() => _completed.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Sends the headers now: the server may want to speak first.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!_stream.TrySetResult(stream) && !_stream.Task.IsCanceled)
        {
            throw new IOException("The connection was lost after requests had been written; they cannot be sent again.");
        }

        await _completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
