namespace GrpcExp.Interop.Cases;

/// <summary>A request and a response that fill many frames.</summary>
internal static class LargeUnary
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        var response = await target.Service.UnaryCallAsync(Messages.Large(), cancellationToken: cancel).ConfigureAwait(false);
        Messages.CheckZeros(response.Payload, Messages.LargeResponse, "the response");
    }
}
