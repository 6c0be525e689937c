using Grpc.Core;

namespace GrpcExp.Interop.Cases;

/// <summary>Headers that come back as headers and as trailers, of a unary and of a duplex call.</summary>
internal static class CustomMetadata
{
    private const string InitialValue = "test_initial_metadata_value";
    private static readonly byte[] TrailingValue = [0xab, 0xab, 0xab];

    private static Metadata Headers => new() { { Messages.EchoInitial, InitialValue }, { Messages.EchoTrailing, TrailingValue } };

    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        await UnaryAsync(target, cancel).ConfigureAwait(false);
        await DuplexAsync(target, cancel).ConfigureAwait(false);
    }

    private static async Task UnaryAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.UnaryCallAsync(Messages.Large(), Headers, cancellationToken: cancel);
        var response = await call.ResponseAsync.ConfigureAwait(false);
        Messages.CheckZeros(response.Payload, Messages.LargeResponse, "the response");
        Check(await call.ResponseHeadersAsync.ConfigureAwait(false), call.GetTrailers(), "unary");
    }

    private static async Task DuplexAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.FullDuplexCall(Headers, cancellationToken: cancel);
        await call.RequestStream.WriteAsync(Messages.Ask([Messages.LargeResponse], Messages.LargeRequest), cancel).ConfigureAwait(false);
        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        Expect.That(await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), "The stream ended before its response.");
        Messages.CheckZeros(call.ResponseStream.Current.Payload, Messages.LargeResponse, "the response");
        Expect.That(!await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false), "A response came that nobody asked for.");
        Check(await call.ResponseHeadersAsync.ConfigureAwait(false), call.GetTrailers(), "duplex");
    }

    private static void Check(Metadata headers, Metadata trailers, string call)
    {
        Expect.Same(InitialValue, headers.GetValue(Messages.EchoInitial), $"The header {Messages.EchoInitial} of the {call} call");
        var trailing = trailers.GetValueBytes(Messages.EchoTrailing);
        Expect.Same(
            Convert.ToHexString(TrailingValue),
            trailing is null ? null : Convert.ToHexString(trailing),
            $"The trailer {Messages.EchoTrailing} of the {call} call");
    }
}
