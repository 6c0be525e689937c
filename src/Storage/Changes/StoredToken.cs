using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Storage.Changes;

/// <summary>A bearer token as stored: never the secret.</summary>
/// <param name="TokenId">Id by which it is revoked.</param>
/// <param name="Hash">SHA-256 of the secret, lower-case hex.</param>
/// <param name="Owner">Who it is for.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">When it stops working, UTC; null for never.</param>
/// <param name="RevokedAt">When it was revoked, UTC; null while it works.</param>
public sealed record StoredToken(
    string TokenId,
    string Hash,
    string Owner,
    IReadOnlyList<Role> Roles,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? RevokedAt);
