namespace GrpcExp.Sync;

/// <summary>Bounds of recording exposures. What is over one is counted, never lost in silence.</summary>
public static class ExposureLimits
{
    /// <summary>Most exposures that wait to be collected; they are collected every <see cref="Interval"/>, or when a batch is full.</summary>
    public const int Queued = 10_000;

    /// <summary>Most exposures in one batch: one call, one file.</summary>
    public const int Batch = 1_000;

    /// <summary>Most batches that wait in memory to be sent; the next one is spooled.</summary>
    public const int WaitingBatches = 8;

    /// <summary>
    /// Most exposures remembered to tell a repetition, and as many assignments: 5 MB each. Beyond it all are forgotten, and what is
    /// sent again carries its old id, so that it is stored once all the same.
    /// </summary>
    public const int Remembered = 131_072;

    /// <summary>Most exposures in a spool in memory, where there is no folder.</summary>
    public const int SpooledInMemory = 20_000;

    /// <summary>Size of the spool on disk when nothing else was asked for, in bytes: 256 MiB, about a million exposures.</summary>
    public const long DefaultSpoolBytes = 256L << 20;

    /// <summary>Most experiments whose drops are counted apart; further ones share one count.</summary>
    public const int DroppedExperiments = 500;

    /// <summary>Longest text of an attribute that goes with an assignment, in characters; a longer one is left out.</summary>
    public const int AttributeLength = 200;

    /// <summary>Longest time that an exposure waits for its batch to fill.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the answer to one batch.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a process that stops goes on sending before it spools the rest.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(3);

    /// <summary>How often the books are checked: everything generated must be somewhere.</summary>
    public static readonly TimeSpan Audit = TimeSpan.FromMinutes(1);
}
