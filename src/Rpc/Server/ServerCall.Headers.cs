using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Server;

/// <summary>The headers of the response, and the encoding that they announce.</summary>
internal sealed partial class ServerCall
{
    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        EnterWrite();
        try
        {
            if (_headersWritten || _messageWritten || Http.Response.HasStarted)
            {
                throw new InvalidOperationException("Response headers can be written once, before the first message.");
            }

            _headersWritten = true;
            foreach (var entry in responseHeaders)
            {
                if (entry.Key == WireNames.RequestEncoding)
                {
                    UseResponseEncoding(entry.Value);
                }
                else if (!WireNames.IsReserved(entry.Key))
                {
                    MetadataCodec.Append(Http.Response.Headers, entry);
                }
            }

            await Http.Response.BodyWriter.FlushAsync(CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            LeaveWrite();
        }
    }

    // A handler may choose its own encoding, as long as the caller understands it.
    private void UseResponseEncoding(string name)
    {
        var headers = Http.Response.Headers;
        if (MessageCompression.IsIdentity(name))
        {
            Writer.Use(null, null);
            headers.Remove(WireNames.Encoding);
        }
        else if (MessageCompression.Accepts(Http.Request.Headers.GrpcAcceptEncoding, name)
            && _settings.Compression.TryGet(name, out var provider))
        {
            Writer.Use(provider, _settings.ResponseCompressionLevel);
            headers.GrpcEncoding = provider.EncodingName;
        }
    }
}
