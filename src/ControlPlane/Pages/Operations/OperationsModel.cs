using GrpcExp.Contracts.Control.V1;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.ControlPlane.Pages.Operations;

/// <summary>What the page of operations shows.</summary>
/// <param name="Jobs">Jobs with their last runs.</param>
/// <param name="Late">What is late or failed in the warehouse.</param>
/// <param name="Anomalies">What is not as usual.</param>
/// <param name="Revision">Revision of the configuration.</param>
/// <param name="Followers">Sidecars that follow this server by a stream.</param>
/// <param name="Now">The time, UTC.</param>
public sealed record OperationsModel(
    IReadOnlyList<Job> Jobs, IReadOnlyList<LateComponent> Late, IReadOnlyList<Anomaly> Anomalies, long Revision, int Followers, DateTime Now);
