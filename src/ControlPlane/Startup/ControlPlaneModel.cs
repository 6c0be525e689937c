using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Jobs;
using GrpcExp.ControlPlane.Telemetry;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>How to run, checked.</summary>
/// <param name="Storage">Where control-plane state is.</param>
/// <param name="Warehouse">Connection string of the warehouse.</param>
/// <param name="DataDir">Folder of the embedded size, full path; null for the server size.</param>
/// <param name="Redis">host:port to publish to; null for none.</param>
/// <param name="Listeners">Where to listen.</param>
/// <param name="AdminToken">Admin token that was given; null to make one.</param>
/// <param name="SidecarToken">Token for sidecars that was given; null for none.</param>
/// <param name="Rates">How much one caller may ask.</param>
/// <param name="NewEpoch">True to begin another epoch.</param>
/// <param name="Jobs">How jobs run.</param>
/// <param name="Telemetry">Logs, traces and metrics.</param>
internal sealed record ControlPlaneModel(
    StorageModel Storage,
    string Warehouse,
    string? DataDir,
    string? Redis,
    ListenersModel Listeners,
    string? AdminToken,
    string? SidecarToken,
    RatesModel Rates,
    bool NewEpoch,
    JobsModel Jobs,
    TelemetryModel Telemetry);
