namespace GrpcExp.Rpc.Client;

/// <summary>
/// The memory for requests that may have to be sent again, in bytes: a limit for each call and one for all calls of
/// a channel. Null means no limit.
/// </summary>
internal sealed class RetryBudget(long? perCall, long? perChannel)
{
    private long _taken;

    /// <summary>What the calls of the channel hold right now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes room for a message of a call that holds <paramref name="held"/> bytes; false when there is none.</summary>
    public bool TryTake(long held, int bytes)
    {
        if (held + bytes > (perCall ?? long.MaxValue))
        {
            return false;
        }

        if (Interlocked.Add(ref _taken, bytes) > (perChannel ?? long.MaxValue))
        {
            Give(bytes);
            return false;
        }

        return true;
    }

    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
