namespace GrpcExp.Warehouse.Ingestion;

/// <summary>How many exposures a sender had to drop.</summary>
/// <param name="SourceId">The sender; another process is another sender.</param>
/// <param name="ExperimentKey">The experiment; empty when the sender does not know.</param>
/// <param name="Count">Exposures dropped since the sender started, at least 1.</param>
public sealed record DroppedExposures(string SourceId, string ExperimentKey, long Count);
