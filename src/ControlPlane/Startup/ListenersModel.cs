using System.Net;
using System.Security.Cryptography.X509Certificates;
using GrpcExp.Sync;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Where to listen, checked.</summary>
/// <param name="Grpc">For gRPC; at least one.</param>
/// <param name="Web">For browsers, probes and curl; empty for none.</param>
/// <param name="Certificate">For the https ones; null when there are none.</param>
/// <param name="Clients">Who signs the certificates that clients of gRPC must show; null when they need none.</param>
/// <param name="IsInsecure">True when http leaves this machine, as the user wished.</param>
internal sealed record ListenersModel(
    IReadOnlyList<(IPEndPoint Address, bool IsTls)> Grpc,
    IReadOnlyList<(IPEndPoint Address, bool IsTls)> Web,
    ReloadedFiles<X509Certificate2>? Certificate,
    TrustedAuthorities? Clients,
    bool IsInsecure);
