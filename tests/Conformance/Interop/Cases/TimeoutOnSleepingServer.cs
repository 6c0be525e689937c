using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>A deadline of one millisecond on a call that nothing ends.</summary>
internal static class TimeoutOnSleepingServer
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.FullDuplexCall(deadline: DateTime.UtcNow.AddMilliseconds(1), cancellationToken: cancel);
        try
        {
            await call.RequestStream.WriteAsync(
                new StreamingOutputCallRequest { Payload = Messages.Zeros(Messages.RequestSizes[0]) }, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or RpcException)
        {
            // The deadline may pass before the request is out; the response says so.
        }

        await Expect.StatusAsync(
            StatusCode.DeadlineExceeded, call.ResponseStream.MoveNext(cancel), "a call with a deadline of a millisecond").ConfigureAwait(false);
    }
}
