using System.Net;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What came back, byte by byte.</summary>
internal sealed record RawAnswer(
    HttpStatusCode Http, IReadOnlyDictionary<string, string> Headers, byte[] Body, IReadOnlyDictionary<string, string> Trailers);
