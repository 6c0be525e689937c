using GrpcExp.Analysis.Experiments;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>What the page of an experiment shows.</summary>
/// <param name="Experiment">As the control plane has it.</param>
/// <param name="Stored">What the last build found; null when it found nothing.</param>
/// <param name="Effects">All comparisons: primary metrics first, then guardrails.</param>
/// <param name="Focus">The comparison that charts show; null without any.</param>
/// <param name="Daily">That comparison by day.</param>
/// <param name="Units">How far units came, by variant.</param>
/// <param name="Exposures">Exposures by day.</param>
/// <param name="History">The newest audit events, newest first.</param>
/// <param name="Moves">What the viewer can do with it.</param>
/// <param name="IsAbsolute">True to show differences in the metrics' own units.</param>
/// <param name="Now">The time, UTC.</param>
public sealed record ExperimentModel(
    Experiment Experiment,
    StoredScorecard? Stored,
    IReadOnlyList<MetricEffect> Effects,
    MetricEffect? Focus,
    IReadOnlyList<DailyEffect> Daily,
    IReadOnlyList<ExposureUnits> Units,
    IReadOnlyList<ExposureDay> Exposures,
    IReadOnlyList<AuditEvent> History,
    IReadOnlyList<MoveLink> Moves,
    bool IsAbsolute,
    DateTime Now)
{
    /// <summary>Where this page is: the experiment's own address, or that of a share link.</summary>
    public string BasePath { get; init; } = $"/experiments/{Experiment.Key}";

    /// <summary>What was just done; empty for nothing.</summary>
    public string Done { get; init; } = "";

    /// <summary>The scorecard that the conclusion froze; null when there is none.</summary>
    public FrozenScorecard? Frozen => Experiment.FrozenScorecard is { Verdict.Length: > 0 } frozen ? frozen : null;

    /// <summary>GREEN, YELLOW or RED: the frozen one, else that of the last build; empty for none.</summary>
    public string Verdict => Frozen?.Verdict ?? Stored?.Verdict ?? "";

    /// <summary>SHIP, ITERATE, DO_NOT_SHIP or INVALID, as above.</summary>
    public string Recommendation => Frozen?.Recommendation ?? Stored?.Recommendation ?? "";

    /// <summary>Every number; null without a build.</summary>
    public ExperimentEvidence? Evidence => Stored?.Analysis.Evidence;

    /// <summary>The comparison in focus with its segments; null without any.</summary>
    public VariantComparison? FocusComparison => Focus is null ? null : Evidence?.Metrics
        .FirstOrDefault(metric => metric.Metric.Key == Focus.Metric)?.Comparisons.FirstOrDefault(comparison => comparison.Variant == Focus.Variant);

    /// <summary>The address of this page with another comparison in focus or the other scale.</summary>
    public string Url(MetricEffect? focus = null, bool? isAbsolute = null, string section = "")
    {
        var shown = focus ?? Focus;
        var parts = new List<string>();
        if (shown is not null && !(shown == Effects[0]))
        {
            parts.Add($"metric={shown.Metric}&variant={shown.Variant}");
        }

        if (isAbsolute ?? IsAbsolute)
        {
            parts.Add("scale=absolute");
        }

        return $"{BasePath}{(parts.Count > 0 ? "?" : "")}{string.Join('&', parts)}{(section.Length > 0 ? "#" : "")}{section}";
    }
}
