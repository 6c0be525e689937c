using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace GrpcExp.Storage.Changes;

/// <summary>Who wants to change something, and with which call.</summary>
/// <param name="Actor">Who it is, for the audit log.</param>
/// <param name="Method">Full name of the RPC, for example <c>/grpcexp.control.v1.FlagService/CreateFlag</c>.</param>
/// <param name="RequestId">Idempotency key; empty for none.</param>
/// <param name="Request">The request, whole: the same id with another request is refused.</param>
/// <param name="Reason">Why, as given; may be empty.</param>
public sealed record WriteIntent(Actor Actor, string Method, string RequestId, IMessage Request, string Reason)
{
    /// <summary>SHA-256 over method and request, hex.</summary>
    internal string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Method));
        hash.AppendData([0]);
        hash.AppendData(Request.ToByteArray());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
