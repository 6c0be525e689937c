using System.Net;
using System.Threading.Channels;

namespace GrpcExp.Conformance.Web;

/// <summary>A request body that is written while the response is read.</summary>
internal sealed class LiveContent : HttpContent
{
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>();

    public LiveContent(string contentType)
    {
        Headers.TryAddWithoutValidation("content-type", contentType);
    }

    public void Write(byte[] part) => Assert.True(_parts.Writer.TryWrite(part));

    public void Complete() => _parts.Writer.Complete();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        await foreach (var part in _parts.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(part);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
