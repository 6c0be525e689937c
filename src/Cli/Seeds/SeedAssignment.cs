namespace GrpcExp.Cli.Seeds;

/// <summary>A row of assignments.csv before it has its event id.</summary>
internal sealed class SeedAssignment
{
    public required SeedExperiment Experiment { get; init; }

    public required string UnitId { get; init; }

    public required string Variant { get; init; }

    public required int Bucket { get; init; }

    public required long AssignedAt { get; init; }

    public required string Country { get; init; }

    public required string Platform { get; init; }

    public required string Segment { get; init; }

    /// <summary>When it reached the log: the order of the file. Later than <see cref="AssignedAt"/> for a resend.</summary>
    public long LoggedAt { get; init; }

    /// <summary>The row that this one repeats, event id and all; null for an original.</summary>
    public SeedAssignment? ResendOf { get; init; }

    public string EventId { get; set; } = "";
}
