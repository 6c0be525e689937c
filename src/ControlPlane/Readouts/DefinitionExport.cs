using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Warehouse.Definitions;
using AnalysisMode = GrpcExp.Contracts.Control.V1.AnalysisMode;
using MetricDirection = GrpcExp.Contracts.Control.V1.MetricDirection;
using MetricType = GrpcExp.Contracts.Control.V1.MetricType;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>Gives the warehouse the definitions that it builds by, all as of one revision.</summary>
internal sealed class DefinitionExport(ControlStore store, DefinitionStore definitions)
{
    /// <summary>Window of a metric that names none, in hours: 14 days.</summary>
    private const int DefaultWindowHours = 336;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var exported = await store.ReadAsync(ReadAsync, cancellationToken).ConfigureAwait(false);
        await definitions.ReplaceAsync(exported, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<WarehouseDefinitions> ReadAsync(ReadSession session, CancellationToken cancellationToken)
    {
        var all = new ResourceQuery("", "", int.MaxValue);
        var metrics = await session.ListMetricVersionsAsync(cancellationToken).ConfigureAwait(false);
        var flags = await session.ListFlagsAsync(all, cancellationToken).ConfigureAwait(false);
        var experiments = await session.ListExperimentsAsync(all, ExperimentState.Unspecified, cancellationToken).ConfigureAwait(false);
        var known = metrics.Select(metric => metric.Key).ToHashSet(StringComparer.Ordinal);
        return new WarehouseDefinitions(
            [.. experiments.Where(experiment => IsComplete(experiment, known)).Select(Of)],
            [.. flags.Select(Of)],
            [.. metrics.Select(Of)]);
    }

    /// <summary>A draft may still lack what an analysis needs; it has no units either.</summary>
    private static bool IsComplete(Experiment experiment, HashSet<string> metrics) =>
        experiment.Variants.Count >= 2
        && experiment.Variants.Count(variant => variant.Control) == 1
        && experiment.AnalysisMode != AnalysisMode.Unspecified
        && metrics.Contains(experiment.PrimaryMetric)
        && experiment.GuardrailMetrics.Concat(experiment.SecondaryMetrics).All(metrics.Contains);

    private static ExperimentDefinition Of(Experiment experiment) => new()
    {
        Key = experiment.Key,
        FlagKey = experiment.FlagKey,
        State = Lifecycle.StateMachine.NameOf(experiment.State),
        Owner = experiment.Owner,
        Hypothesis = experiment.Hypothesis,
        ControlVariant = experiment.Variants.First(variant => variant.Control).Variant,
        Variants = [.. experiment.Variants.Select(variant => new VariantDefinition(variant.Variant, variant.WeightBasisPoints / 10_000.0))],
        PrimaryMetric = experiment.PrimaryMetric,
        GuardrailMetrics = [.. experiment.GuardrailMetrics],
        SecondaryMetrics = [.. experiment.SecondaryMetrics],
        MetricVersions = experiment.PinnedMetricVersions.ToDictionary(pinned => pinned.Key, pinned => pinned.Value, StringComparer.Ordinal),
        AnalysisMode = experiment.AnalysisMode == AnalysisMode.Exposed ? Warehouse.Definitions.AnalysisMode.Exposed : Warehouse.Definitions.AnalysisMode.Itt,
        Alpha = experiment.PowerPlan is { Alpha: > 0 } plan ? plan.Alpha : 0.05,
        PlannedUnits = experiment.PowerPlan is { PlannedUnits: > 0 } power ? power.PlannedUnits : null,
        StartedAt = experiment.StartTime?.ToDateTimeOffset(),
        EndedAt = experiment.EndTime?.ToDateTimeOffset(),
        Decision = experiment.Decision switch
        {
            Decision.Shipped => "SHIPPED",
            Decision.RolledBack => "ROLLED_BACK",
            Decision.Inconclusive => "INCONCLUSIVE",
            _ => null,
        },
    };

    private static FlagDefinition Of(Flag flag) =>
        new(flag.Key, flag.Type.ToString().ToLowerInvariant(), flag.Enabled, flag.Version, flag.Owner, flag.Description);

    private static MetricDefinition Of(Metric metric) => new()
    {
        Key = metric.Key,
        Version = metric.Version,
        OwnerTeam = metric.OwnerTeam,
        Tier = metric.Tier switch
        {
            MetricTier.NorthStar => "north_star",
            MetricTier.Driver => "driver",
            MetricTier.Guardrail => "guardrail",
            _ => "diagnostic",
        },
        ParentMetric = NullIfEmpty(metric.ParentMetric),
        Type = metric.Type switch
        {
            MetricType.Mean => Warehouse.Definitions.MetricType.Mean,
            MetricType.Conversion => Warehouse.Definitions.MetricType.Conversion,
            MetricType.Count => Warehouse.Definitions.MetricType.Count,
            MetricType.Sum => Warehouse.Definitions.MetricType.Sum,
            _ => throw new InvalidOperationException($"metrics/{metric.Key} version {metric.Version} has no type."),
        },
        EventName = metric.EventName,
        ValueField = metric.Type is MetricType.Mean or MetricType.Sum && metric.ValueField.Length > 0 ? metric.ValueField : "value",
        AttributionWindowHours = metric.AttributionWindowHours == 0 ? DefaultWindowHours : metric.AttributionWindowHours,
        Anchor = metric.AttributionStart == AttributionStart.Exposure ? AttributionAnchor.Exposure : AttributionAnchor.Assignment,
        Direction = metric.Direction == MetricDirection.Decrease ? Warehouse.Definitions.MetricDirection.Decrease : Warehouse.Definitions.MetricDirection.Increase,
        CapPercentile = NullIfZero(metric.CapPercentile),
        CapValue = NullIfZero(metric.CapValue),
        MissingRule = metric.MissingValueRule == MissingValueRule.Exclude ? MissingRule.Exclude : MissingRule.Zero,
        MinimumEffect = NullIfZero(metric.MinimumEffect),
        NonInferiorityMargin = NullIfZero(metric.NonInferiorityMargin),
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static double? NullIfZero(double number) => number == 0 ? null : number;
}
