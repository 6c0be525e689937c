namespace GrpcExp.Conformance.Matrix;

/// <summary>A case that a foreign runtime cannot express whole.</summary>
/// <param name="Peer">The runtime.</param>
/// <param name="Role">The side it is.</param>
/// <param name="Case">The name of the case.</param>
/// <param name="Reason">What it cannot do.</param>
/// <param name="Failure">For a server: a part of what our client says when it fails the case. For a client: empty.</param>
public sealed record ForeignLimit(Peer Peer, PeerRole Role, string Case, string Reason, string Failure = "");
