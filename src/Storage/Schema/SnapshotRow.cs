namespace GrpcExp.Storage.Schema;

/// <summary>The compiled snapshot of an environment's newest revision.</summary>
internal sealed class SnapshotRow
{
    public required string Environment { get; set; }

    public required string Epoch { get; set; }

    public required long Revision { get; set; }

    public required byte[] Sha256 { get; set; }

    public required byte[] Body { get; set; }
}
