using Grpc.Core;

namespace GrpcExp.Interop.Cases;

/// <summary>Calls that their caller ends.</summary>
internal static class Cancellation
{
    public static async Task AfterBeginAsync(InteropTarget target, CancellationToken cancel)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = target.Service.StreamingInputCall(cancellationToken: source.Token);
        await source.CancelAsync().ConfigureAwait(false);
        await Expect.StatusAsync(StatusCode.Cancelled, call.ResponseAsync, "a call that was cancelled as it began").ConfigureAwait(false);
    }

    public static async Task AfterFirstResponseAsync(InteropTarget target, CancellationToken cancel)
    {
        var (request, response) = (Messages.RequestSizes[0], Messages.ResponseSizes[0]);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = target.Service.FullDuplexCall(cancellationToken: source.Token);
        await call.RequestStream.WriteAsync(Messages.Ask([response], payload: request), cancel).ConfigureAwait(false);
        Expect.That(await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), "The stream ended before its first response.");
        Messages.CheckZeros(call.ResponseStream.Current.Payload, response, "the first response");
        await source.CancelAsync().ConfigureAwait(false);
        await Expect.StatusAsync(
            StatusCode.Cancelled, call.ResponseStream.MoveNext(cancel), "a call that was cancelled after its first response").ConfigureAwait(false);
    }
}
