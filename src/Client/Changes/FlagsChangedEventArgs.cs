namespace GrpcExp.Client.Changes;

/// <summary>Flags may be answered otherwise from now on.</summary>
public sealed class FlagsChangedEventArgs : EventArgs
{
    /// <summary>Epoch of the revision; another one than before when a control plane was restored.</summary>
    public required string Epoch { get; init; }

    /// <summary>The revision now served.</summary>
    public required long Revision { get; init; }

    /// <summary>
    /// Keys of the flags that may be answered otherwise, in order, at most <see cref="ClientLimits.ChangedFlags"/>; null
    /// when any flag may be: take everything as changed.
    /// </summary>
    public IReadOnlyCollection<string>? FlagKeys { get; init; }

    /// <summary>Whether a flag may be answered otherwise.</summary>
    /// <param name="flagKey">Key of the flag.</param>
    public bool Concerns(string flagKey) => FlagKeys is null || FlagKeys.Contains(flagKey);
}
