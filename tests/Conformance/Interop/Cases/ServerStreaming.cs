using Grpc.Core;

namespace GrpcExp.Interop.Cases;

/// <summary>One request and four responses, in order.</summary>
internal static class ServerStreaming
{
    public static async Task RunAsync(InteropTarget target, CancellationToken cancel)
    {
        using var call = target.Service.StreamingOutputCall(Messages.Ask(Messages.ResponseSizes), cancellationToken: cancel);
        var count = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            Expect.That(count < Messages.ResponseSizes.Count, $"More than {Messages.ResponseSizes.Count} responses came.");
            Messages.CheckZeros(response.Payload, Messages.ResponseSizes[count], $"response {count + 1}");
            count++;
        }

        Expect.Same(Messages.ResponseSizes.Count, count, "The number of responses");
    }
}
