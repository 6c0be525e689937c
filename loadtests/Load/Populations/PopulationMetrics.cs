using System.Globalization;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Load.Populations;

/// <summary>The fifty metrics: five of every event name, one in five counted from exposure, the others from assignment.</summary>
internal static class PopulationMetrics
{
    private const int Guardrails = 5;

    private static readonly (MetricType Type, int Hours, AttributionAnchor Anchor)[] OfValues =
    [
        (MetricType.Sum, 336, AttributionAnchor.Assignment), (MetricType.Mean, 2160, AttributionAnchor.Assignment),
        (MetricType.Count, 168, AttributionAnchor.Assignment), (MetricType.Conversion, 336, AttributionAnchor.Assignment),
        (MetricType.Sum, 2160, AttributionAnchor.Exposure),
    ];

    private static readonly (MetricType Type, int Hours, AttributionAnchor Anchor)[] OfOccurrences =
    [
        (MetricType.Count, 168, AttributionAnchor.Assignment), (MetricType.Conversion, 336, AttributionAnchor.Assignment),
        (MetricType.Count, 2160, AttributionAnchor.Assignment), (MetricType.Conversion, 168, AttributionAnchor.Assignment),
        (MetricType.Conversion, 2160, AttributionAnchor.Exposure),
    ];

    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        .. PopulationEvents.Names.SelectMany((name, i) => (PopulationEvents.MeanValues[i] > 0 ? OfValues : OfOccurrences).Select(m => new MetricDefinition
        {
            Key = Key(name, m.Type, m.Hours),
            Type = m.Type,
            EventName = name,
            AttributionWindowHours = m.Hours,
            Anchor = m.Anchor,
            MissingRule = m.Type == MetricType.Mean ? MissingRule.Exclude : MissingRule.Zero,
            NonInferiorityMargin = 0.05,
            OwnerTeam = "load",
        })),
    ];

    /// <summary>Key, window and type of the metric that decides an experiment.</summary>
    public static MetricDefinition Primary(PlantedExperiment experiment)
    {
        var name = PopulationEvents.Names[PopulationEvents.Primary(experiment.Half, experiment.Kind)];
        var key = experiment.Kind switch
        {
            PrimaryKind.Sum => Key(name, MetricType.Sum, 336),
            PrimaryKind.Mean => Key(name, MetricType.Mean, 2160),
            PrimaryKind.Count => Key(name, MetricType.Count, 168),
            _ => Key(name, MetricType.Conversion, 336),
        };
        return All.Single(metric => metric.Key == key);
    }

    /// <summary>Every experiment with all fifty metrics: its primary one, five guardrails, the others secondary.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="start">When they started, UTC.</param>
    /// <param name="units">Units planned for each.</param>
    public static WarehouseDefinitions Define(IReadOnlyList<PlantedExperiment> experiments, DateTimeOffset start, long units) => new(
        [.. experiments.Select(experiment => Define(experiment, start, units))],
        [.. experiments.Select(experiment => new FlagDefinition(experiment.FlagKey, "bool", true, 1, "load"))],
        All);

    private static ExperimentDefinition Define(PlantedExperiment experiment, DateTimeOffset start, long units)
    {
        var primary = Primary(experiment).Key;

        // Another five in every experiment, so that no metric is a guardrail everywhere.
        var others = Enumerable.Range(0, All.Count).Select(i => All[(i + experiment.Index) % All.Count].Key).Where(key => key != primary).ToArray();
        return new ExperimentDefinition
        {
            Key = experiment.Key,
            FlagKey = experiment.FlagKey,
            State = "RUNNING",
            Owner = "load",
            ControlVariant = Population.Control,
            Variants = [new VariantDefinition(Population.Control, 0.5), new VariantDefinition(Population.Treatment, 0.5)],
            PrimaryMetric = primary,
            GuardrailMetrics = others[..Guardrails],
            SecondaryMetrics = others[Guardrails..],

            // Everybody is exposed a minute after assignment, so both modes estimate the same.
            AnalysisMode = experiment.Index % 4 == 3 ? AnalysisMode.Exposed : AnalysisMode.Itt,
            PlannedUnits = units,
            StartedAt = start,
        };
    }

    private static string Key(string name, MetricType type, int hours) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}_{type.ToString().ToLowerInvariant()}_{hours}h");
}
