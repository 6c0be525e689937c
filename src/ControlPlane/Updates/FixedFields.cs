using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Updates;

/// <summary>Fields of resources that no update may name: keys, etags, and what only the server writes.</summary>
internal static class FixedFields
{
    private static readonly FrozenDictionary<MessageDescriptor, FrozenSet<string>> Table = new Dictionary<MessageDescriptor, FrozenSet<string>>
    {
        [Flag.Descriptor] = Names("key", "etag", "hash_version", "version", "create_time", "update_time"),
        [Experiment.Descriptor] = Names(
            "key", "etag", "state", "allocations", "pinned_metric_versions", "start_time", "end_time", "decision", "shipped_variant", "submitted_by",
            "approved_by", "version", "create_time", "update_time", "approvals", "change_requests", "editors", "frozen_scorecard"),
        [Metric.Descriptor] = Names("key", "etag", "version", "deprecated", "replacement", "create_time", "warnings"),
    }.ToFrozenDictionary();

    /// <summary>Names in the contract; a message without a row has none.</summary>
    public static FrozenSet<string> Of(MessageDescriptor type) => Table.GetValueOrDefault(type, FrozenSet<string>.Empty);

    private static FrozenSet<string> Names(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
