using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>A status message that cannot travel as it is.</summary>
internal static class SpecialStatusMessage
{
    private const string Message = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n";

    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = (int)StatusCode.Unknown, Message = Message } };
        var call = target.Service.UnaryCallAsync(request, cancellationToken: cancel);
        var e = await Expect.StatusAsync(StatusCode.Unknown, call.ResponseAsync, "the call").ConfigureAwait(false);
        Expect.Same(Message, e.Status.Detail, "The message of the status");
    }
}
