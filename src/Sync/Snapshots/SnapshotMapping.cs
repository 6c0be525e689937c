using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;
using Control = GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Sync;

/// <summary>Snapshots and their parts between the contracts and the evaluator. Checks nothing: compiling does.</summary>
public static class SnapshotMapping
{
    /// <summary>Maps a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="previous">A snapshot mapped before: parts equal to its own become the same objects, which are known by that. Null for none.</param>
    public static SnapshotConfig ToConfig(Snapshot snapshot, LoadedSnapshot? previous = null)
    {
        var (before, known) = (previous?.Body, previous?.Model.Config);
        return new SnapshotConfig
        {
            Environment = snapshot.Environment,
            Epoch = snapshot.Epoch,
            Revision = new Revision(snapshot.Revision),
            Flags = KnownParts.Map(snapshot.Flags, before?.Flags, known?.Flags, flag => flag.Key, ToConfig),
            Segments = KnownParts.Map(snapshot.Segments, before?.Segments, known?.Segments, segment => segment.Key, ToConfig),
            Layers = KnownParts.Map(snapshot.Layers, before?.Layers, known?.Layers, layer => layer.Key, ToConfig),
            Experiments = KnownParts.Map(snapshot.Experiments, before?.Experiments, known?.Experiments, experiment => experiment.Key, ToConfig),
            Holdout = [.. snapshot.Holdout.Select(ToRange)],
        };
    }

    /// <summary>Maps a flag; an unset hash version is the first.</summary>
    /// <param name="flag">The flag.</param>
    public static FlagConfig ToConfig(Control.Flag flag) => new()
    {
        Key = flag.Key,
        Type = (FlagType)flag.Type,
        Enabled = flag.Enabled,
        Variants = [.. flag.Variants.Select(variant => new VariantConfig(variant.Key, ToValue(variant.Value)))],
        DefaultVariant = flag.DefaultVariant,
        OffVariant = flag.OffVariant,
        Rules = [.. flag.Rules.Select(ToConfig)],
        ForcedUnits = new Dictionary<string, string>(flag.ForcedUnits, StringComparer.Ordinal),
        Prerequisites = [.. flag.Prerequisites.Select(other => new PrerequisiteConfig(other.FlagKey, [.. other.Variants]))],
        HashVersion = flag.HashVersion == 0 ? Bucketing.HashVersion : flag.HashVersion,
        Version = flag.Version,
    };

    /// <summary>Maps a segment.</summary>
    /// <param name="segment">The segment.</param>
    public static SegmentConfig ToConfig(Control.Segment segment) => new()
    {
        Key = segment.Key,
        IncludedUnits = [.. segment.IncludedUnits],
        ExcludedUnits = [.. segment.ExcludedUnits],
        Condition = ConditionMapping.ToConfig(segment.Condition),
    };

    /// <summary>Maps a layer.</summary>
    /// <param name="layer">The layer.</param>
    public static LayerConfig ToConfig(Control.Layer layer) => new()
    {
        Key = layer.Key,
        Holdout = [.. layer.Holdout.Select(ToRange)],
    };

    /// <summary>Maps a running experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    public static ExperimentConfig ToConfig(RunningExperiment experiment) => new()
    {
        Key = experiment.Key,
        FlagKey = experiment.FlagKey,
        Targeting = ConditionMapping.ToConfig(experiment.Targeting),
        LayerKey = experiment.LayerKey,
        LayerSlice = [.. experiment.LayerSlice.Select(ToRange)],
        Allocations = [.. experiment.Allocations.Select(ToAllocation)],
        ControlVariant = experiment.ControlVariant,
    };

    /// <summary>Maps a range of buckets.</summary>
    /// <param name="range">The range.</param>
    public static BucketRange ToRange(Control.BucketRange range) => new(range.Start, range.End);

    /// <summary>Maps a range of buckets.</summary>
    /// <param name="range">The range.</param>
    public static Control.BucketRange ToContract(BucketRange range) => new() { Start = range.Start, End = range.End };

    /// <summary>Maps what a variant owns.</summary>
    /// <param name="allocation">What it owns.</param>
    public static VariantAllocation ToAllocation(Control.VariantAllocation allocation) =>
        new(allocation.Variant, [.. allocation.Ranges.Select(ToRange)]);

    /// <summary>Maps what a variant owns.</summary>
    /// <param name="allocation">What it owns.</param>
    public static Control.VariantAllocation ToContract(VariantAllocation allocation) =>
        new() { Variant = allocation.Variant, Ranges = { allocation.Ranges.Select(ToContract) } };

    /// <summary>Maps a value; null, or one without a kind, has no type.</summary>
    /// <param name="value">The value.</param>
    public static FlagValue ToValue(Control.FlagValue? value) => value?.KindCase switch
    {
        Control.FlagValue.KindOneofCase.BoolValue => FlagValue.Bool(value.BoolValue),
        Control.FlagValue.KindOneofCase.StringValue => FlagValue.Text(value.StringValue),
        Control.FlagValue.KindOneofCase.IntValue => FlagValue.Int(value.IntValue),
        Control.FlagValue.KindOneofCase.DoubleValue => FlagValue.Double(value.DoubleValue),
        Control.FlagValue.KindOneofCase.JsonValue => FlagValue.Json(value.JsonValue),
        _ => default,
    };

    /// <summary>Maps a value; one without a type becomes null.</summary>
    /// <param name="value">The value.</param>
    public static Control.FlagValue? ToContract(FlagValue value) => value.Type switch
    {
        FlagType.Bool => new Control.FlagValue { BoolValue = value.AsBool },
        FlagType.Text => new Control.FlagValue { StringValue = value.AsText },
        FlagType.Int => new Control.FlagValue { IntValue = value.AsInt },
        FlagType.Double => new Control.FlagValue { DoubleValue = value.AsDouble },
        FlagType.Json => new Control.FlagValue { JsonValue = value.AsText },
        _ => null,
    };

    private static RuleConfig ToConfig(Control.Rule rule) => new()
    {
        Key = rule.Key,
        Condition = ConditionMapping.ToConfig(rule.Condition),
        Variant = rule.OutcomeCase == Control.Rule.OutcomeOneofCase.Variant ? rule.Variant : null,
        Split = rule.OutcomeCase == Control.Rule.OutcomeOneofCase.Split ? [.. rule.Split.Allocations.Select(ToAllocation)] : [],
        StartTime = rule.StartTime is null ? null : ConditionMapping.ToMoment(rule.StartTime),
        EndTime = rule.EndTime is null ? null : ConditionMapping.ToMoment(rule.EndTime),
    };
}
