namespace GrpcExp.Interop.Cases;

/// <summary>A stream without a message in either direction.</summary>
internal static class EmptyStream
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.FullDuplexCall(cancellationToken: cancel);
        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        Expect.That(!await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), "A response came that nobody asked for.");
    }
}
