using System.Net;
using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>The body of a request with one message. It is serialized when sent, so that it can be sent again.</summary>
internal sealed class RequestMessageContent<TRequest> : HttpContent
    where TRequest : class
{
    private readonly ClientCall _call;
    private readonly Marshaller<TRequest> _marshaller;
    private readonly TRequest _request;

    public RequestMessageContent(ClientCall call, Marshaller<TRequest> marshaller, TRequest request)
    {
        _call = call;
        _marshaller = marshaller;
        _request = request;
        RequestHeaders.SetContentType(this);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer();
        try
        {
            var writer = new MessageWriter(buffer, _call.Channel.MaxSendMessageSize);
            writer.Use(_call.RequestCompression(), null);
            var flags = _call.Options.WriteOptions?.Flags ?? default(WriteFlags);
            writer.Write(_marshaller.ContextualSerializer, _request, (flags & WriteFlags.NoCompress) == 0);
            _call.OnSerialized(buffer.WrittenCount);
        }
        catch (RpcException e)
        {
            // The handler would wrap it, and hide what it says.
            _call.Finish(e.Status);
            throw;
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
