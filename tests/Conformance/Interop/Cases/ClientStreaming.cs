using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>Four requests and the sum of their sizes.</summary>
internal static class ClientStreaming
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.StreamingInputCall(cancellationToken: cancel);
        foreach (var size in Messages.RequestSizes)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Messages.Zeros(size) }, cancel).ConfigureAwait(false);
        }

        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        var response = await call.ResponseAsync.ConfigureAwait(false);
        Expect.Same(Messages.RequestSizes.Sum(), response.AggregatedPayloadSize, "The sum of the sizes");
    }
}
