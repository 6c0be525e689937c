namespace GrpcExp.Storage.Schema;

/// <summary>The scorecard that an experiment was concluded with; rows are only ever added.</summary>
internal sealed class FrozenScorecardRow
{
    public required string Environment { get; set; }

    public required string ExperimentKey { get; set; }

    public required DateTime FrozenAt { get; set; }

    /// <summary>The serialized Scorecard message.</summary>
    public required byte[] Body { get; set; }
}
