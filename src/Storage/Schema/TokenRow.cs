namespace GrpcExp.Storage.Schema;

/// <summary>A bearer token; the secret itself is never stored.</summary>
internal sealed class TokenRow
{
    public required string TokenId { get; set; }

    /// <summary>SHA-256 of the secret, hex.</summary>
    public required string Hash { get; set; }

    public required string Owner { get; set; }

    /// <summary>Numbers of the roles, joined by commas.</summary>
    public required string Roles { get; set; }

    public required DateTime CreatedAt { get; set; }

    public DateTime? ExpiresAt { get; set; }

    public DateTime? RevokedAt { get; set; }
}
