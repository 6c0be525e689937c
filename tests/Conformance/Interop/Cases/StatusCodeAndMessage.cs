using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>A status that the caller asked for, of a unary and of a duplex call.</summary>
internal static class StatusCodeAndMessage
{
    private const string Message = "test status message";

    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Message = Message };
        var unary = target.Service.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, cancellationToken: cancel);
        var e = await Expect.StatusAsync(StatusCode.Unknown, unary.ResponseAsync, "the unary call").ConfigureAwait(false);
        Expect.Same(Message, e.Status.Detail, "The message of the unary call's status");

        using var duplex = target.Service.FullDuplexCall(cancellationToken: cancel);
        await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status }, cancel).ConfigureAwait(false);
        await CompleteAsync(duplex.RequestStream).ConfigureAwait(false);
        e = await Expect.StatusAsync(StatusCode.Unknown, duplex.ResponseStream.MoveNext(cancel), "the duplex call").ConfigureAwait(false);
        Expect.Same(Message, e.Status.Detail, "The message of the duplex call's status");
    }

    // The server may have answered already, and there is nothing left to complete then.
    private static async Task CompleteAsync(IClientStreamWriter<StreamingOutputCallRequest> requests)
    {
        try
        {
            await requests.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or RpcException)
        {
        }
    }
}
