namespace GrpcExp.Cli.Planning;

/// <summary>What somebody wrote after <c>grpcexp plan</c>; null where nothing was written.</summary>
internal sealed record PlanInput
{
    public required double Baseline { get; init; }

    public double? Deviation { get; init; }

    public double? DenominatorMean { get; init; }

    public double? DenominatorDeviation { get; init; }

    public double? Correlation { get; init; }

    public double? Effect { get; init; }

    public double? AbsoluteEffect { get; init; }

    public double? Units { get; init; }

    public double? Alpha { get; init; }

    public double? Power { get; init; }

    public bool OneSided { get; init; }

    public IReadOnlyList<double> Shares { get; init; } = [];

    public double? Variants { get; init; }

    public string? Correction { get; init; }

    public double? CupedR2 { get; init; }

    public double? IntraclassCorrelation { get; init; }

    public double? ClusterSize { get; init; }

    public double? ClusterVariation { get; init; }

    public double? Looks { get; init; }

    public string? Spending { get; init; }

    public bool AlwaysValid { get; init; }

    public double? PerDay { get; init; }

    public bool WholeWeeks { get; init; }
}
