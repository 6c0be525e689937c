namespace Grpc.Core;

/// <summary>A connection, or what makes them, to one target.</summary>
public abstract class ChannelBase
{
    /// <summary>A channel to a target.</summary>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>The host and port.</summary>
    public string Target { get; }

    /// <summary>Something that makes calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends every call and closes the connections.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Backs <see cref="ShutdownAsync"/>.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
