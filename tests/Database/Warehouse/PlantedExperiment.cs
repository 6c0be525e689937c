using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse;

/// <summary>A small experiment in which every unit and every defect is written down here.</summary>
internal sealed class PlantedExperiment
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public List<AssignmentRow> Assignments { get; } = [];

    public List<ExposureRow> Exposures { get; } = [];

    public List<EventRow> Events { get; } = [];

    public List<MetricDefinition> Metrics { get; } = [];

    public ExperimentDefinition Experiment { get; set; } = new()
    {
        Key = "checkout",
        FlagKey = "checkout_flag",
        State = "RUNNING",
        Owner = "ana",
        ControlVariant = "control",
        Variants = [new("control", 0.5), new("treatment", 0.5)],
        PrimaryMetric = "revenue",
        AnalysisMode = AnalysisMode.Itt,
        StartedAt = Start,
    };

    /// <summary>Assigns a unit, hours after the start.</summary>
    public PlantedExperiment Assign(string unit, string variant, double hours = 0, string? segment = null, string id = "")
    {
        Assignments.Add(new AssignmentRow($"a-{unit}-{variant}{id}", "checkout", "checkout_flag", unit, variant, 42, Start.AddHours(hours), segment));
        return this;
    }

    /// <summary>Exposes a unit, hours after the start.</summary>
    public PlantedExperiment Expose(string unit, string variant, double hours)
    {
        Exposures.Add(new ExposureRow($"x-{unit}-{variant}-{hours}", "checkout", "checkout_flag", unit, variant, Start.AddHours(hours)));
        return this;
    }

    /// <summary>Lets a unit act, hours after the start.</summary>
    public PlantedExperiment Act(string unit, double? value, double hours, string name = "order", string? properties = null)
    {
        Events.Add(new EventRow($"e-{unit}-{Events.Count}", unit, name, value, Start.AddHours(hours), properties));
        return this;
    }

    /// <summary>Defines a metric over the order events.</summary>
    public PlantedExperiment Measure(MetricDefinition metric)
    {
        Metrics.Add(metric);
        return this;
    }

    public async Task StoreAsync(WarehouseDatabase database, CancellationToken cancellationToken)
    {
        var ingestor = new EventIngestor(database);
        await ingestor.RecordAssignmentsAsync(Assignments, cancellationToken);
        await ingestor.RecordExposuresAsync(Exposures, cancellationToken);
        await ingestor.RecordEventsAsync(Events, cancellationToken);
        await DefineAsync(database, cancellationToken);
    }

    public Task DefineAsync(WarehouseDatabase database, CancellationToken cancellationToken) =>
        new DefinitionStore(database).ReplaceAsync(new WarehouseDefinitions([Experiment], [], Metrics), cancellationToken);
}
