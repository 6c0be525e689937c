namespace GrpcExp.Analysis.Experiments;

/// <summary>One metric of the experiment with its sufficient statistics.</summary>
public sealed record MetricInput
{
    /// <summary>Its name, unique in the experiment.</summary>
    public required string Key { get; init; }

    /// <summary>Version of the definition the numbers were made with, ≥ 1, default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Default <see cref="MetricType.Mean"/>.</summary>
    public MetricType Type { get; init; }

    /// <summary>Default <see cref="MetricRole.Secondary"/>.</summary>
    public MetricRole Role { get; init; }

    /// <summary>Default <see cref="MetricDirection.Increase"/>.</summary>
    public MetricDirection Direction { get; init; }

    /// <summary>Sufficient statistics by variant key; a missing variant has no units.</summary>
    public required IReadOnlyDictionary<string, MetricVariantInput> ByVariant { get; init; }

    /// <summary>The same metric by segment, default none.</summary>
    public IReadOnlyList<SegmentInput> Segments { get; init; } = [];

    /// <summary>For a guardrail: harm that is tolerated, as a positive fraction of the control mean (0.01 is 1 %).</summary>
    public double? NonInferiorityMargin { get; init; }

    /// <summary>The smallest effect that matters, as a positive fraction of the control mean; plans the units still needed.</summary>
    public double? MinimumEffect { get; init; }

    /// <summary>A variant's numbers; nothing at all for a variant that has none.</summary>
    internal MetricVariantInput Of(string variant) => ByVariant.TryGetValue(variant, out var numbers) ? numbers : new MetricVariantInput(default);
}
