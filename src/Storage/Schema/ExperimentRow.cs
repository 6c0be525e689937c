namespace GrpcExp.Storage.Schema;

internal sealed class ExperimentRow : ResourceRow
{
    public required string FlagKey { get; set; }

    /// <summary>Number of the ExperimentState.</summary>
    public required int State { get; set; }
}
