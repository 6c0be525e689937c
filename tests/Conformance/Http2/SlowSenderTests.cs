using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using GrpcExp.Rpc;
using GrpcExp.Rpc.Server.Limits;
using GrpcExp.Rpc.Wire;
using GrpcExp.Tests;
using Microsoft.Extensions.Options;

namespace GrpcExp.Conformance.Http2;

/// <summary>Callers that begin a message and do not go on. The defaults are Kestrel's: 240 bytes a second, measured over 5 s.</summary>
public sealed class SlowSenderTests : IDisposable
{
    private const int BytesPerPeriod = 5 * 240;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    // Whoever writes runs the reader too, so that nothing has to be waited for.
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly SlowSenders _senders;

    public SlowSenderTests() => _senders = new SlowSenders(Options.Create(new RpcServerLimits()), _time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _senders.Dispose();

    [Fact]
    public async Task A_message_at_the_rate_arrives_however_long_it_takes()
    {
        const int periods = 100;
        var read = ReadAsync(BeginMessage(periods * BytesPerPeriod));
        await SendAsync(BytesPerPeriod - FrameHeader.Size);
        for (var period = 1; period < periods; period++)
        {
            _time.Advance(Period);
            Assert.False(read.IsCompleted);
            await SendAsync(BytesPerPeriod);
        }

        Assert.Equal((periods * BytesPerPeriod) - FrameHeader.Size, (await read)!.Length);
    }

    [Fact]
    public async Task A_message_one_byte_below_the_rate_is_RESOURCE_EXHAUSTED()
    {
        var read = ReadAsync(BeginMessage(1_000_000));
        await SendAsync(BytesPerPeriod - FrameHeader.Size);
        _time.Advance(Period);
        Assert.False(read.IsCompleted);
        await SendAsync(BytesPerPeriod - 1);
        _time.Advance(Period);
        var e = await Assert.ThrowsAsync<RpcException>(() => read.WaitAsync(Patience, Cancel));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains("1199 bytes in 5 s", e.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(nameof(RpcServerLimits.MinMessageDataRate), e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_byte_of_a_header_begins_a_message()
    {
        await _pipe.Writer.WriteAsync(new byte[1], Cancel);
        var read = ReadAsync(new MessageReader(_pipe.Reader, null, null, _senders));
        _time.Advance(Period);
        await Assert.ThrowsAsync<RpcException>(() => read.WaitAsync(Patience, Cancel));
    }

    [Fact]
    public async Task A_stream_may_be_silent_between_messages()
    {
        var reader = new MessageReader(_pipe.Reader, null, null, _senders);
        await _pipe.Writer.WriteAsync(RawGrpcServerSide.Message([1]), Cancel);
        Assert.Equal([1], await ReadAsync(reader));
        var next = ReadAsync(reader);
        _time.Advance(TimeSpan.FromHours(10));
        Assert.False(next.IsCompleted);
        await _pipe.Writer.WriteAsync(RawGrpcServerSide.Message([2]), Cancel);
        Assert.Equal([2], await next);
    }

    [Fact]
    public async Task A_call_with_one_request_must_begin_it_and_end_after_it()
    {
        var reader = new MessageReader(_pipe.Reader, null, null, _senders, mayPause: false);
        var first = ReadAsync(reader);
        _time.Advance(Period - TimeSpan.FromSeconds(1));
        await _pipe.Writer.WriteAsync(RawGrpcServerSide.Message([1]), Cancel);
        Assert.Equal([1], await first);
        var end = ReadAsync(reader);
        _time.Advance(Period);
        await Assert.ThrowsAsync<RpcException>(() => end.WaitAsync(Patience, Cancel));
    }

    [Fact]
    public async Task Without_a_rate_half_a_message_may_wait_for_ever()
    {
        using var off = new SlowSenders(Options.Create(new RpcServerLimits { MinMessageDataRate = null }), _time);
        await _pipe.Writer.WriteAsync(new byte[3], Cancel);
        var read = ReadAsync(new MessageReader(_pipe.Reader, null, null, off));
        _time.Advance(TimeSpan.FromDays(10));
        Assert.False(read.IsCompleted);
    }

    [Theory]
    [InlineData(RawHttp2Client.StreamingInputCall)]
    [InlineData(RawHttp2Client.EmptyCall)]
    public async Task The_call_ends_alone_and_its_connection_goes_on(string path)
    {
        await using var server = await LimitedServer.StartAsync(time: _time);
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        await connection.WriteAsync(RawHttp2Client.Call(1, path), Frames.Data(1, false, RawGrpcServerSide.Message(new byte[4000]).AsSpan(0, 100)));
        var end = connection.EndOfAsync(1);
        for (var waits = 0; !end.IsCompleted && waits < 1000; waits++)
        {
            // The server takes its own time to see the bytes, so the clock moves until it has.
            _time.Advance(Period);
            await Task.WhenAny(end, Task.Delay(30, Cancel));
        }

        Assert.Equal("8", (await end.WaitAsync(TimeSpan.FromSeconds(30), Cancel)).Headers["grpc-status"]);
        await connection.CallEmptyAsync(3);
    }

    [Fact]
    public async Task A_message_that_is_wholly_there_costs_no_more_for_being_watched()
    {
        Assert.Equal(await AllocatedAsync(null), await AllocatedAsync(_senders));
    }

    [Fact]
    public async Task All_slow_messages_share_one_timer_and_their_watches_are_used_again()
    {
        var reader = new MessageReader(_pipe.Reader, null, null, _senders, mayPause: false);
        for (var i = 0; i < 10; i++)
        {
            await SlowMessageAsync(reader);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _senders.Watch(_pipe.Reader)!.Release();
        }

        // The thread that goes on here may be another than the one whose watches there are: one watch is new at most.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
        Assert.Equal(1, _time.TimerCount);
    }

    [Fact]
    public void Limits_that_limit_nothing_are_refused_by_name()
    {
        Assert.Contains("MessageGracePeriod", Assert.Throws<ArgumentOutOfRangeException>(() => new RpcServerLimits { MessageGracePeriod = TimeSpan.Zero }).Message, StringComparison.Ordinal);
        Assert.Contains("MaxResetBurst", Assert.Throws<ArgumentOutOfRangeException>(() => new RpcServerLimits { MaxResetBurst = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("ResetsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => new RpcServerLimits { ResetsPerSecond = -1 }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_rate_that_is_none_is_refused(double rate) =>
        Assert.Contains("MinMessageDataRate", Assert.Throws<ArgumentOutOfRangeException>(() => new RpcServerLimits { MinMessageDataRate = rate }).Message, StringComparison.Ordinal);

    private MessageReader BeginMessage(int sizeWithHeader)
    {
        var header = new byte[FrameHeader.Size];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), sizeWithHeader - header.Length);
        _pipe.Writer.Write(header);
        _ = _pipe.Writer.FlushAsync(Cancel);
        return new MessageReader(_pipe.Reader, null, null, _senders);
    }

    private async Task<long> AllocatedAsync(SlowSenders? senders)
    {
        var reader = new MessageReader(_pipe.Reader, null, null, senders);
        var allocated = 0L;
        for (var i = 0; i < 200; i++)
        {
            await _pipe.Writer.WriteAsync(RawGrpcServerSide.Message([1, 2, 3]), Cancel);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = reader.ReadAsync(c => "", Cancel);
            // The first hundred warm up.
            allocated += i < 100 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(read.IsCompletedSuccessfully);
        }

        return allocated;
    }

    private async Task SlowMessageAsync(MessageReader reader)
    {
        var message = RawGrpcServerSide.Message([1, 2, 3]);
        var read = ReadAsync(reader);
        await _pipe.Writer.WriteAsync(message.AsMemory(0, 3), Cancel);
        await _pipe.Writer.WriteAsync(message.AsMemory(3), Cancel);
        Assert.Equal(3, (await read)!.Length);
    }

    private static Task<byte[]?> ReadAsync(MessageReader reader) => reader.ReadAsync(c => c.PayloadAsNewBuffer(), Cancel).AsTask();

    private async Task SendAsync(int count) => await _pipe.Writer.WriteAsync(new byte[count], Cancel);
}
