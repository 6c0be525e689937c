namespace GrpcExp.Cli.Seeds;

/// <summary>A unit of one experiment. Units are never shared between experiments. Times are Unix seconds, UTC.</summary>
internal sealed class SeedUnit
{
    public required string Id { get; init; }

    public required int Bucket { get; init; }

    /// <summary>Index of the arm it was assigned to.</summary>
    public required int Arm { get; init; }

    /// <summary>Index into <see cref="SeedPopulation.Segments"/>.</summary>
    public required int Segment { get; init; }

    public required string Country { get; init; }

    public required string Platform { get; init; }

    public required long AssignedAt { get; init; }

    public UnitDefect Defect { get; set; }
}
