using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Makes and hashes bearer tokens. 256 random bits need no slow hash: there is nothing to guess.</summary>
internal static class TokenSecret
{
    private const string Prefix = "gxp_";

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string NewId() => "tok-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>SHA-256 in lower-case hex: what is stored.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
