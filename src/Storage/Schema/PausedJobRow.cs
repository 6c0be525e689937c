namespace GrpcExp.Storage.Schema;

/// <summary>A job that does not run by itself for now.</summary>
internal sealed class PausedJobRow
{
    public required string Environment { get; set; }

    public required string Job { get; set; }

    public required string PausedBy { get; set; }

    public required DateTime PausedAt { get; set; }

    public required string Reason { get; set; }
}
