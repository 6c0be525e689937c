namespace GrpcExp.Storage.Schema;

/// <summary>A resource kept as the bytes that were answered, beside the columns that queries need.</summary>
internal abstract class ResourceRow
{
    public required string Environment { get; set; }

    public required string Key { get; set; }

    public required string Etag { get; set; }

    /// <summary>The serialized protobuf message: read, sent and put into snapshots without being taken apart.</summary>
    public required byte[] Body { get; set; }
}
