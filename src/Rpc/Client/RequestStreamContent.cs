using System.Net;

namespace GrpcExp.Rpc.Client;

/// <summary>The body of one attempt of a call with a stream of requests.</summary>
internal sealed class RequestStreamContent : HttpContent
{
    private readonly RequestStream _requests;

    public RequestStreamContent(RequestStream requests)
    {
        _requests = requests;
        RequestHeaders.SetContentType(this);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _requests.SendAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _requests.SendAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
