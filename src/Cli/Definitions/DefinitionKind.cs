using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Definitions;

/// <summary>What a list of a file defines.</summary>
/// <param name="List">Name of the list in a file, and of the resources in messages: <c>flags/checkout</c>.</param>
/// <param name="Create">An empty definition.</param>
/// <param name="OutputOnly">Fields that the control plane sets, and nobody else.</param>
internal sealed record DefinitionKind(string List, Func<IMessage> Create, IReadOnlySet<string> OutputOnly)
{
    public static readonly DefinitionKind Segments = new("segments", () => new Segment(), Set("etag"));

    public static readonly DefinitionKind Layers = new("layers", () => new Layer(), Set("etag"));

    public static readonly DefinitionKind Metrics = new("metrics", () => new Metric(), Set("version", "deprecated", "replacement", "etag", "create_time", "warnings"));

    public static readonly DefinitionKind Flags = new("flags", () => new Flag(), Set("hash_version", "version", "etag", "create_time", "update_time"));

    public static readonly DefinitionKind Experiments = new(
        "experiments",
        () => new Experiment(),
        Set(
            "state",
            "allocations",
            "pinned_metric_versions",
            "start_time",
            "end_time",
            "decision",
            "shipped_variant",
            "submitted_by",
            "approved_by",
            "version",
            "etag",
            "create_time",
            "update_time",
            "approvals",
            "change_requests",
            "editors",
            "frozen_scorecard"));

    /// <summary>All kinds, each after those that it may name.</summary>
    public static readonly IReadOnlyList<DefinitionKind> All = [Segments, Layers, Metrics, Flags, Experiments];

    private static HashSet<string> Set(params string[] fields) => new(fields, StringComparer.Ordinal);
}
