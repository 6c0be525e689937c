using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Shows tokens without their secrets.</summary>
internal static class TokenMessages
{
    public static Token Of(StoredToken token) => new()
    {
        TokenId = token.TokenId,
        Owner = token.Owner,
        Roles = { token.Roles },
        CreateTime = Timestamp.FromDateTime(token.CreatedAt),
        ExpireTime = token.ExpiresAt is { } end ? Timestamp.FromDateTime(end) : null,
        RevokeTime = token.RevokedAt is { } revoked ? Timestamp.FromDateTime(revoked) : null,
        Etag = EtagOf(token),
    };

    /// <summary>Changes with the secret and with the revocation; hashed once more, because a hash of the secret is nobody's business.</summary>
    public static string EtagOf(StoredToken token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{token.TokenId} {token.Hash} {token.RevokedAt?.Ticks}")))[..16];
}
