using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Retries of calls with a stream of requests: gRFC A6, "When Retries are Valid" and "Memory Management".</summary>
public sealed class StreamRetryTests
{
    // Field 1, Payload, field 2 of 10 bytes: 2 + 12; five bytes of frame come before each.
    private const int FrameOfTen = 5 + 2 + 2 + 10;

    private static readonly RpcException Busy = new(new Status(StatusCode.Unavailable, "busy"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_of_requests_is_sent_again_from_its_first_message()
    {
        string? previous = null;
        var script = new StreamScript
        {
            Input = async (requests, context, attempt) =>
            {
                if (attempt < 2)
                {
                    await requests.MoveNext(Cancel);
                    throw Busy;
                }

                previous = context.RequestHeaders.GetValue("grpc-previous-rpc-attempts");
                return await SumAsync(requests);
            },
        };
        await using var server = await StartAsync(script);
        using var channel = server.Connect(Transport.UnixSocket, RetryPolicies.Retrying());
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(cancellationToken: Cancel);
        for (var size = 1; size <= 10; size++)
        {
            await call.RequestStream.WriteAsync(Sized(size), Cancel);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(55, (await call).AggregatedPayloadSize);
        Assert.Equal("2", previous);
        Assert.Equal("2", (await call.ResponseHeadersAsync).GetValue("grpc-previous-rpc-attempts"));
        Assert.Equal(0, channel.RetryBudget.Taken);
    }

    [Fact]
    public async Task A_duplex_call_is_tried_again_until_its_response_begins_and_never_after()
    {
        var script = new StreamScript
        {
            Duplex = async (requests, responses, context, attempt) =>
            {
                await requests.MoveNext(Cancel);
                if (attempt > 0)
                {
                    await responses.WriteAsync(new StreamingOutputCallResponse(), Cancel);
                    await requests.MoveNext(Cancel);
                }

                throw Busy;
            },
        };
        await using var server = await StartAsync(script);
        using var channel = server.Connect(Transport.UnixSocket, RetryPolicies.Retrying());
        using var call = new TestService.TestServiceClient(channel).FullDuplexCall(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest(), Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest(), Cancel);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Equal(2, script.Attempts);
    }

    [Fact]
    public async Task Response_headers_alone_commit_a_call()
    {
        var script = new StreamScript
        {
            Input = async (_, context, _) =>
            {
                await context.WriteResponseHeadersAsync([]);
                throw Busy;
            },
        };
        await using var server = await StartAsync(script);
        using var channel = server.Connect(Transport.UnixSocket, RetryPolicies.Retrying());
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(cancellationToken: Cancel);
        await call.ResponseHeadersAsync;
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        Assert.Equal(1, script.Attempts);
    }

    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    public async Task A_call_is_tried_again_up_to_the_buffer_limits_and_not_one_byte_past_them(int perCall, int perChannel, int attempts)
    {
        var script = new StreamScript
        {
            Input = async (requests, _, attempt) =>
            {
                await requests.MoveNext(Cancel);
                await requests.MoveNext(Cancel);
                return attempt == 0 ? throw Busy : new StreamingInputCallResponse { AggregatedPayloadSize = 7 };
            },
        };
        await using var server = await StartAsync(script);
        var options = RetryPolicies.Retrying();
        options.MaxRetryBufferPerCallSize = (2 * FrameOfTen) + perCall;
        options.MaxRetryBufferSize = (2 * FrameOfTen) + perChannel;
        using var channel = server.Connect(Transport.UnixSocket, options);
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(Sized(10), Cancel);
        Assert.Equal(FrameOfTen, channel.RetryBudget.Taken);
        await call.RequestStream.WriteAsync(Sized(10), Cancel);
        var e = await Record.ExceptionAsync(() => call.ResponseAsync);
        Assert.Equal(attempts, script.Attempts);
        Assert.Equal(attempts == 1, e is RpcException { StatusCode: StatusCode.Unavailable });
        Assert.Equal(0, channel.RetryBudget.Taken);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(-1, 1)]
    public async Task One_request_counts_against_the_buffer_limits_too(int perCall, int attempts)
    {
        var calls = 0;
        var script = new Script
        {
            Unary = (_, _) => ++calls == 1 ? throw Busy : Task.FromResult(new SimpleResponse()),
        };
        var request = new SimpleRequest { ResponseSize = 1 };
        var options = RetryPolicies.Retrying();
        options.MaxRetryBufferPerCallSize = 5 + request.CalculateSize() + perCall;
        await using var server = await ScriptedServer.StartAsync(script, null, options);
        await Record.ExceptionAsync(() => server.Client.UnaryCallAsync(request, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(attempts, calls);
        Assert.Equal(0, server.Channel.RetryBudget.Taken);
    }

    [Fact]
    public async Task Past_the_limit_nothing_is_lost()
    {
        var script = new StreamScript { Input = (requests, _, _) => SumAsync(requests) };
        await using var server = await StartAsync(script);
        var options = RetryPolicies.Retrying();
        options.MaxRetryBufferPerCallSize = 100;
        using var channel = server.Connect(Transport.UnixSocket, options);
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(cancellationToken: Cancel);
        for (var size = 1; size <= 1000; size++)
        {
            await call.RequestStream.WriteAsync(Sized(size), Cancel);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(500_500, (await call).AggregatedPayloadSize);
    }

    [Fact]
    public async Task A_message_too_many_between_two_attempts_goes_with_the_next_one_which_is_the_last()
    {
        var script = new StreamScript
        {
            Input = async (requests, _, attempt) =>
            {
                if (attempt == 0)
                {
                    await requests.MoveNext(Cancel);
                    throw Busy;
                }

                var sum = await SumAsync(requests);
                throw new RpcException(new Status(StatusCode.Unavailable, $"got {sum.AggregatedPayloadSize}"));
            },
        };
        await using var server = await StartAsync(script);
        var time = new HeldTime();
        var options = RetryPolicies.Retrying(TimeSpan.FromMinutes(1));
        options.Time = time;
        options.MaxRetryBufferPerCallSize = 100;
        using var channel = server.Connect(Transport.UnixSocket, options);
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(Sized(10), Cancel);
        await time.Waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        var second = call.RequestStream.WriteAsync(Sized(1000), Cancel);
        time.Release();
        await second;
        await call.RequestStream.CompleteAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal("got 1010", e.Status.Detail);
        Assert.Equal(2, script.Attempts);
    }

    [Fact]
    public async Task A_write_that_nobody_waits_for_any_more_fails_with_the_status_of_the_call()
    {
        var script = new StreamScript { Input = (_, _, _) => throw new RpcException(new Status(StatusCode.NotFound, "no")) };
        await using var server = await StartAsync(script);
        using var channel = server.Connect(Transport.UnixSocket, RetryPolicies.Retrying());
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(cancellationToken: Cancel);
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(Sized(1), Cancel));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    private static Task<InteropServer> StartAsync(StreamScript script) =>
        InteropServer.StartAsync<StreamScriptService>(services: s => s.AddSingleton(script));

    private static async Task<StreamingInputCallResponse> SumAsync(IAsyncStreamReader<StreamingInputCallRequest> requests)
    {
        var sum = 0;
        await foreach (var request in requests.ReadAllAsync(Cancel))
        {
            sum += request.Payload.Body.Length;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    private static StreamingInputCallRequest Sized(int bytes) => new() { Payload = new Payload { Body = ByteString.CopyFrom(new byte[bytes]) } };
}
