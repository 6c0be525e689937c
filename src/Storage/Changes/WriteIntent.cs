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
    /// <summary>
    /// SHA-256 over actor, method and request, hex. Maps are written in the order of their keys: a client that sends one the other way
    /// round repeats the same request. The actor is a part of it, so that nobody gets the answer to somebody else's request.
    /// </summary>
    internal string Fingerprint()
    {
        var bytes = new byte[Request.CalculateSize()];
        using (var output = new CodedOutputStream(bytes) { Deterministic = true })
        {
            Request.WriteTo(output);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Actor.Name));
        hash.AppendData([0]);
        hash.AppendData(Encoding.UTF8.GetBytes(Method));
        hash.AppendData([0]);
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
