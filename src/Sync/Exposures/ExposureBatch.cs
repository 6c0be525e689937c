using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.Sync;

/// <summary>Exposures that travel together, and the assignments behind those that are new.</summary>
/// <param name="Exposures">At least one, at most <see cref="ExposureLimits.Batch"/>.</param>
/// <param name="Assignments">At most one an exposure.</param>
public sealed record ExposureBatch(IReadOnlyList<Exposure> Exposures, IReadOnlyList<Assignment> Assignments);
