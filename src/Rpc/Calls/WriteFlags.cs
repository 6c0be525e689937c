namespace Grpc.Core;

/// <summary>How one message is written; 0 means nothing special.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait for the next one before it goes out.</summary>
    BufferHint = 1,

    /// <summary>The message is not compressed even when the call is.</summary>
    NoCompress = 2,
}
