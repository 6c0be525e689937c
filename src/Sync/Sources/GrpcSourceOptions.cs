namespace GrpcExp.Sync;

/// <summary>What a <see cref="GrpcSnapshotSource"/> follows, and as whom.</summary>
public sealed record GrpcSourceOptions
{
    /// <summary>Name for logs and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Environment to follow.</summary>
    public required string Environment { get; init; }

    /// <summary>Bearer token of role sync; null or empty for none.</summary>
    public string? Token { get; init; }

    /// <summary>Who we are in the control plane's list of sidecars.</summary>
    public string SidecarId { get; init; } = "";

    /// <summary>A stream silent for longer is taken for dead and opened anew; default 30 s.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(30);
}
