using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Http2;

/// <summary>The call that gRPC's HTTP/2 interoperability tests make.</summary>
internal static class LargeUnary
{
    public const int RequestSize = 271_828;
    public const int ResponseSize = 314_159;

    // A call that hangs is the failure these tests look for; it must not look like a status of its own.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static byte[] Response { get; } = RawGrpcServerSide.Message(
        new SimpleResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[ResponseSize]) } }.ToByteArray());

    public static async Task SucceedsAsync(ChannelBase channel)
    {
        using var call = Start(channel);
        var response = await call.ResponseAsync.WaitAsync(Patience);
        Assert.Equal(ResponseSize, response.Payload.Body.Length);
        Assert.True(response.Payload.Body.Span.IndexOfAnyExcept((byte)0) < 0);
    }

    public static async Task<RpcException> FailsAsync(ChannelBase channel)
    {
        using var call = Start(channel);
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Patience));
        Assert.Equal(failure.StatusCode, call.GetStatus().StatusCode);
        return failure;
    }

    private static AsyncUnaryCall<SimpleResponse> Start(ChannelBase channel) =>
        new TestService.TestServiceClient(channel).UnaryCallAsync(
            new SimpleRequest { ResponseSize = ResponseSize, Payload = new Payload { Body = ByteString.CopyFrom(new byte[RequestSize]) } },
            cancellationToken: TestContext.Current.CancellationToken);
}
