namespace GrpcExp.Sync;

/// <summary>What happened to a flag between two snapshots.</summary>
public enum FlagChange
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It, or something that its answers hang on, has changed.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Deleted,
}
