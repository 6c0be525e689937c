using System.Net;
using System.Security.Cryptography.X509Certificates;
using GrpcExp.ControlPlane.Jobs;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>How to run, checked.</summary>
/// <param name="Storage">Where control-plane state is.</param>
/// <param name="Warehouse">Connection string of the warehouse.</param>
/// <param name="DataDir">Folder of the embedded size, full path; null for the server size.</param>
/// <param name="Redis">host:port to publish to; null for none.</param>
/// <param name="Endpoints">Where to listen.</param>
/// <param name="Certificate">For the https endpoints; null when there are none.</param>
/// <param name="AdminToken">Admin token that was given; null to make one.</param>
/// <param name="IsInsecure">True when http leaves this machine, as the user wished.</param>
/// <param name="NewEpoch">True to begin another epoch.</param>
/// <param name="Jobs">How jobs run.</param>
internal sealed record ControlPlaneModel(
    StorageModel Storage,
    string Warehouse,
    string? DataDir,
    string? Redis,
    IReadOnlyList<(IPEndPoint Address, bool IsTls)> Endpoints,
    X509Certificate2? Certificate,
    string? AdminToken,
    bool IsInsecure,
    bool NewEpoch,
    JobsModel Jobs);
