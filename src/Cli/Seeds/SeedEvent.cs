namespace GrpcExp.Cli.Seeds;

/// <summary>A row of events.csv before it has its event id: an exposure when it names an experiment, else an outcome.</summary>
internal sealed class SeedEvent
{
    public const string ExposureName = "experiment_exposure";

    public required string EventName { get; init; }

    public required string UnitId { get; init; }

    /// <summary>Unix seconds, UTC; null where the time was lost.</summary>
    public required long? OccurredAt { get; init; }

    /// <summary>The value in hundredths, so that no formatting of doubles is involved; null for none.</summary>
    public long? ValueHundredths { get; init; }

    /// <summary>The experiment of an exposure; null for an outcome.</summary>
    public SeedExperiment? Experiment { get; init; }

    /// <summary>The variant that an exposure shows.</summary>
    public string Variant { get; init; } = "";

    /// <summary>When it reached the log: the order of the file.</summary>
    public required long LoggedAt { get; init; }

    /// <summary>The row that this one repeats, event id and all; null for an original.</summary>
    public SeedEvent? ResendOf { get; init; }

    public string EventId { get; set; } = "";
}
