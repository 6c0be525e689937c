namespace Grpc.Core;

/// <summary>What of a server call goes on to the calls made on its behalf.</summary>
public class ContextPropagationOptions
{
    /// <summary>Deadline and cancellation both.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Options; by default both are propagated.</summary>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether the deadline is propagated.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether the cancellation is propagated.</summary>
    public bool IsPropagateCancellation { get; }
}
