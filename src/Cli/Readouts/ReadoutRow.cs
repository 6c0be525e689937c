namespace GrpcExp.Cli.Readouts;

/// <summary>One treatment against control on one metric.</summary>
internal sealed record ReadoutRow
{
    public required string Metric { get; init; }

    public required string Role { get; init; }

    /// <summary>mean or conversion.</summary>
    public required string Type { get; init; }

    public required string Variant { get; init; }

    public required double? ControlMean { get; init; }

    public required double? TreatmentMean { get; init; }

    public required ReadoutInterval Absolute { get; init; }

    public required ReadoutInterval Relative { get; init; }

    public required double? PValue { get; init; }

    public required double? PValueAdjusted { get; init; }

    /// <summary>The same after CUPED; null without a covariate.</summary>
    public ReadoutCuped? Cuped { get; init; }

    /// <summary>Other methods beside the deciding one.</summary>
    public IReadOnlyList<ReadoutReading> Readings { get; init; } = [];

    /// <summary>Why there is no p-value; empty when there is one.</summary>
    public string Absence { get; init; } = "";
}
