using GrpcExp.Rpc.Client;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Unit.Rpc;

/// <summary>What a write learns when the request body breaks at each of its steps, before and after the answer.</summary>
public sealed class RequestStreamTests
{
    private readonly RequestStream _requests = new(new RetryBudget(null, null), CancellationToken.None);

    public static TheoryData<bool> AnswerBeforeOrAfter => [true, false];

    [Theory]
    [MemberData(nameof(AnswerBeforeOrAfter))]
    public async Task A_message_that_went_out_with_the_headers_is_written_though_the_answer_overtakes_the_flush(bool isAnsweredFirst)
    {
        var write = WriteAsync();
        Assert.False(write.IsCompleted);
        // The first flush sends the headers, the second the message.
        await BreakAsync(new BreakingStream { GoodFlushes = 1 }, isAnsweredFirst);
        await Done(write);
    }

    [Theory]
    [MemberData(nameof(AnswerBeforeOrAfter))]
    public async Task A_message_fails_when_the_body_breaks_before_it(bool isAnsweredFirst)
    {
        var write = WriteAsync();
        await BreakAsync(new BreakingStream { GoodFlushes = 0 }, isAnsweredFirst);
        await Assert.ThrowsAsync<IOException>(() => Done(write));
    }

    [Theory]
    [MemberData(nameof(AnswerBeforeOrAfter))]
    public async Task A_later_message_fails_when_it_cannot_be_written(bool isAnsweredFirst)
    {
        _ = _requests.SendAsync(new BreakingStream { GoodFlushes = 1, GoodWrites = 0 }, CancellationToken.None);
        var write = WriteAsync(isAnsweredFirst);
        await Assert.ThrowsAsync<IOException>(() => Done(write));
    }

    [Theory]
    [MemberData(nameof(AnswerBeforeOrAfter))]
    public async Task A_later_message_is_written_though_the_answer_overtakes_its_flush(bool isAnsweredFirst)
    {
        _ = _requests.SendAsync(new BreakingStream { GoodFlushes = 1 }, CancellationToken.None);
        await Done(WriteAsync(isAnsweredFirst));
    }

    [Fact]
    public async Task A_write_that_breaks_before_an_answer_waits_for_the_next_attempt()
    {
        _ = _requests.SendAsync(new BreakingStream { GoodFlushes = 1, GoodWrites = 0 }, CancellationToken.None);
        var write = WriteAsync();
        Assert.False(write.IsCompleted);
        Assert.True(_requests.TryRestart());
        var second = new BreakingStream { GoodFlushes = int.MaxValue };
        _ = _requests.SendAsync(second, CancellationToken.None);
        await Done(write);
        Assert.Equal([7], second.Written);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_ends_while_its_first_message_goes_out_has_sent_it_or_not(bool isSent)
    {
        var target = new BreakingStream { GoodFlushes = 1, GoodWrites = isSent ? 1 : 0, Hold = new TaskCompletionSource() };
        var write = WriteAsync();
        _ = _requests.SendAsync(target, CancellationToken.None);
        _requests.End();
        Assert.False(write.IsCompleted);
        target.Hold.SetResult();
        if (isSent)
        {
            await Done(write);
        }
        else
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => Done(write));
        }
    }

    private static Task Done(Task write) => write.WaitAsync(TimeSpan.FromSeconds(30));

    private async Task BreakAsync(Stream target, bool isAnsweredFirst)
    {
        if (isAnsweredFirst)
        {
            _requests.Answered();
        }

        await Assert.ThrowsAsync<IOException>(() => _requests.SendAsync(target, CancellationToken.None));
        _requests.Answered();
    }

    private Task WriteAsync(bool isAnsweredFirst)
    {
        if (isAnsweredFirst)
        {
            _requests.Answered();
        }

        var write = WriteAsync();
        _requests.Answered();
        return write;
    }

    private Task WriteAsync()
    {
        var message = new PooledBuffer();
        message.GetSpan(1)[0] = 7;
        message.Advance(1);
        return _requests.WriteAsync(message, flush: true, CancellationToken.None).AsTask();
    }
}
