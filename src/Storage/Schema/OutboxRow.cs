namespace GrpcExp.Storage.Schema;

/// <summary>A change message that still has to be published.</summary>
internal sealed class OutboxRow
{
    public required string Environment { get; set; }

    public required long Revision { get; set; }

    public required byte[] Message { get; set; }
}
