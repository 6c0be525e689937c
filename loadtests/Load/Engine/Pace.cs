namespace GrpcExp.Load.Engine;

/// <summary>The clock of a run, in nanoseconds, and the way to wait for a moment of it. A test has one that it turns itself.</summary>
internal abstract class Pace
{
    /// <summary>Nanoseconds since any fixed moment.</summary>
    public abstract long Now { get; }

    /// <summary>Returns at the moment or soon after; at once when it has passed. Called by one thread, which it may block.</summary>
    /// <param name="moment">Nanoseconds on this clock.</param>
    public abstract void WaitUntil(long moment);
}
