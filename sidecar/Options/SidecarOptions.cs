using GrpcExp.Sync;

namespace GrpcExp.Sidecar;

/// <summary>How to run, checked.</summary>
internal sealed record SidecarOptions
{
    /// <summary>Where snapshots come from, best first; at least one.</summary>
    public required IReadOnlyList<SourceAddress> Sources { get; init; }

    /// <summary>Environment to serve.</summary>
    public required string Environment { get; init; }

    /// <summary>Folder for <c>grpc.sock</c> and <c>raw.sock</c>; null for no Unix sockets.</summary>
    public string? SocketFolder { get; init; }

    /// <summary>Loopback port for gRPC; null for none, 0 for any free one.</summary>
    public int? Port { get; init; }

    /// <summary>Loopback port for probes and metrics; null for none, 0 for any free one.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Folder that keeps the last good snapshots; null to keep none.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Bearer token of role sync; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Where exposures are sent; null to record none.</summary>
    public SourceAddress? Ingest { get; init; }

    /// <summary>Bearer token of role ingest; null for none.</summary>
    public string? IngestToken { get; init; }

    /// <summary>How grpcs:// is spoken; null for the system's authorities and no certificate.</summary>
    public ChannelTls? Tls { get; init; }

    /// <summary>Most bytes of exposures kept in the data folder while they cannot be sent.</summary>
    public long SpoolBytes { get; init; } = ExposureLimits.DefaultSpoolBytes;

    /// <summary>Who we are in the control plane's list.</summary>
    public required string SidecarId { get; init; }

    /// <summary>Users that may connect to the Unix sockets; null for whoever the file permissions let through.</summary>
    public IReadOnlySet<uint>? AllowedUsers { get; init; }

    /// <summary>Path of the gRPC socket.</summary>
    public string? GrpcSocket => SocketFolder is null ? null : Path.Combine(SocketFolder, "grpc.sock");

    /// <summary>Path of the raw protocol's socket.</summary>
    public string? RawSocket => SocketFolder is null ? null : Path.Combine(SocketFolder, "raw.sock");

    /// <summary>A record would print the token.</summary>
    public override string ToString() => $"{Environment} from {string.Join(", ", Sources.Select(source => source.Name))}";
}
