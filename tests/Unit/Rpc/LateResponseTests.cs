using System.Net;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcExp.Unit.Rpc;

/// <summary>What comes after a call has ended.</summary>
public sealed class LateResponseTests
{
    private static readonly Method<string, string> Unary =
        new(MethodType.Unary, "s", "m", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_that_comes_after_its_call_has_ended_is_disposed(bool trailersOnly)
    {
        using var handler = new DeafHandler();
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler });
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(Unary, null, default, "");
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        var content = new WatchedContent();
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        if (trailersOnly)
        {
            response.Headers.TryAddWithoutValidation("grpc-status", "0");
        }

        handler.Answer.SetResult(response);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        Assert.True(content.IsDisposed);
    }

    [Fact]
    public async Task Credentials_that_never_come_do_not_hold_up_a_call_that_has_ended()
    {
        using var handler = new DeafHandler();
        using var channel = GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = handler, UnsafeUseInsecureChannelCallCredentials = true });
        var never = CallCredentials.FromInterceptor((_, _) => Task.Delay(Timeout.Infinite, CancellationToken.None));
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(Unary, null, new CallOptions(credentials: never), "");
        call.Dispose();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
    }

    /// <summary>Answers when the test says so, cancelled or not.</summary>
    private sealed class DeafHandler : HttpMessageHandler
    {
        public TaskCompletionSource<HttpResponseMessage> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Answer.Task;
    }

    private sealed class WatchedContent : ByteArrayContent
    {
        public WatchedContent()
            : base([])
        {
        }

        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
