using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Warehouse.Definitions;
using AnalysisMode = GrpcExp.Contracts.Control.V1.AnalysisMode;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>Gives the warehouse the definitions that it builds by, all as of one revision.</summary>
internal sealed class DefinitionExport(ControlStore store, DefinitionStore definitions)
{
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
            [.. metrics.Select(MetricExport.Of)]);
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
        new(flag.Key, flag.Type.ToString().ToLowerInvariant(), flag.Enabled, flag.Version, flag.Owner, flag.Description, flag.UpdateTime?.ToDateTimeOffset());
}
