using System.Net;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcExp.Unit.Rpc;

/// <summary>What a call costs in memory beside the HTTP messages that carry it, against a handler with a canned answer.</summary>
public sealed class CallCostTests
{
    // Measured 760 (Release, .NET 10): the call, its token source aside, its reader and writer, and the two tasks handed out.
    private const long Ceiling = 850;
    private const int Calls = 2000;

    private static readonly byte[] Message = [0, 0, 0, 0, 3, 1, 2, 3];
    private static readonly Uri Address = new("http://localhost/s/m");

    private static readonly Marshaller<string> Text = new(
        (_, context) =>
        {
            context.SetPayloadLength(3);
            var writer = context.GetBufferWriter();
            writer.GetSpan(3)[..3].Clear();
            writer.Advance(3);
            context.Complete();
        },
        _ => "abc");

    private static readonly Method<string, string> Unary = new(MethodType.Unary, "s", "m", Text, Text);

    [Fact]
    public async Task A_unary_call_allocates_no_more_than_850_bytes_beside_its_HTTP_messages()
    {
        using var handler = new CannedHandler();
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler });
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var invoker = channel.CreateCallInvoker();
        var call = await CostAsync(async () => await invoker.AsyncUnaryCall(Unary, null, default, "abc"));
        var bare = await CostAsync(() => BareAsync(http));
        Assert.InRange(call - bare, 1, Ceiling);
    }

    // The same request and the same reading of the answer, and nothing of gRPC.
    private static async Task BareAsync(HttpMessageInvoker http)
    {
        using var cancellation = new CancellationTokenSource();
        var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Message),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity,gzip");
        request.Headers.TryAddWithoutValidation("user-agent", "test");
        using var response = await http.SendAsync(request, cancellation.Token);
        await response.Content.ReadAsStream(cancellation.Token).CopyToAsync(Stream.Null, cancellation.Token);
    }

    // Everything completes on this thread, so that its own count is the whole.
    private static async Task<long> CostAsync(Func<Task> call)
    {
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private sealed class CannedHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            Assert.True(sent.IsCompletedSuccessfully);
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Version = HttpVersion.Version20,
                Content = new StreamContent(new MemoryStream(Message)),
            };
            response.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
            response.TrailingHeaders.TryAddWithoutValidation("grpc-status", "0");
            return Task.FromResult(response);
        }
    }
}
