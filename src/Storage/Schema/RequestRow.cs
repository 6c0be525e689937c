namespace GrpcExp.Storage.Schema;

/// <summary>What a request id was answered with.</summary>
internal sealed class RequestRow
{
    public required string Environment { get; set; }

    public required string RequestId { get; set; }

    public required string Method { get; set; }

    /// <summary>SHA-256 of actor, method and request, hex.</summary>
    public required string RequestHash { get; set; }

    public required byte[] Response { get; set; }

    public required DateTime CreatedAt { get; set; }
}
