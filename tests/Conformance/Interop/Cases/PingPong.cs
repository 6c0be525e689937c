namespace GrpcExp.Interop.Cases;

/// <summary>Four requests, each answered before the next is sent.</summary>
internal static class PingPong
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.FullDuplexCall(cancellationToken: cancel);
        foreach (var (request, response) in Messages.RequestSizes.Zip(Messages.ResponseSizes))
        {
            await call.RequestStream.WriteAsync(Messages.Ask([response], payload: request), cancel).ConfigureAwait(false);
            Expect.That(
                await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), $"The stream ended before the response of {response} bytes.");
            Messages.CheckZeros(call.ResponseStream.Current.Payload, response, $"the response of {response} bytes");
        }

        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        Expect.That(!await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), "A response came that nobody asked for.");
    }
}
