namespace GrpcExp.Warehouse.Builds;

/// <summary>What one node of a build left.</summary>
internal sealed record NodeOutcome
{
    /// <summary>Relations it made.</summary>
    public IReadOnlyList<BuiltModel> Built { get; init; } = [];

    /// <summary>Models it ran, with the SQL as it reads on the published models.</summary>
    public IReadOnlyList<(ModelRun Run, string Sql)> Models { get; init; } = [];

    /// <summary>Tests it ran.</summary>
    public IReadOnlyList<TestRun> Tests { get; init; } = [];

    /// <summary>Whom the failed ones concern.</summary>
    public IReadOnlyList<TestFailure> Failures { get; init; } = [];
}
