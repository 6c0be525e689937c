using GrpcExp.Sync;

namespace GrpcExp.Client.InProcess;

/// <summary>Where an in-process client has its snapshots from.</summary>
public sealed record InProcessOptions
{
    /// <summary>Environment to follow, for example <c>production</c>; snapshots of another one are refused.</summary>
    public required string Environment { get; init; }

    /// <summary>The sources, best first: a later one is followed only while every earlier one is lost. Default none.</summary>
    public IReadOnlyList<FlagSource> Sources { get; init; } = [];

    /// <summary>
    /// Folder that keeps the last two good snapshots, for a start while every source is away; made when missing. One
    /// folder a process. Default null: nothing is kept.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// A snapshot that the application brings along: protobuf JSON in UTF-8, or a serialized <c>grpcexp.sync.v1.Snapshot</c>.
    /// Served only while no source was heard of and the disk has none. Default empty: none.
    /// </summary>
    public ReadOnlyMemory<byte> BundledDefaults { get; init; }

    /// <summary>
    /// Where exposures go: a unit counts once an hour for each experiment and variant. While the target is away they wait in the data
    /// folder, or without one in a little memory. Default null: none are recorded, and an answer with an experiment is for the caller to record.
    /// </summary>
    public ExposureTarget? Exposures { get; init; }

    /// <summary>Most bytes of exposures kept in the data folder, at least 1; default 256 MiB.</summary>
    public long SpoolBytes { get; init; } = ExposureLimits.DefaultSpoolBytes;

    /// <summary>Name of this process in lists of followers, at most 200 characters; default empty.</summary>
    public string ClientId { get; init; } = "";
}
