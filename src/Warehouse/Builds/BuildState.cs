namespace GrpcExp.Warehouse.Builds;

/// <summary>What a build starts from.</summary>
/// <param name="BuildId">Number of the build, rising.</param>
/// <param name="BatchId">Newest batch of raw rows it reads.</param>
/// <param name="SinceBatchId">Newest batch that the published build has read; 0 when everything is to be made anew.</param>
/// <param name="KeepsDays">True when the published days were made by the same models, vars and definitions, so that they may be kept.</param>
/// <param name="Watermark">UTC time of the newest raw event; null when there are none.</param>
/// <param name="Fingerprint">Hash of those models, vars and definitions.</param>
/// <param name="IsPartial">True when only a part is made. The rest has not read the newer batches, so the next build must still find them new.</param>
internal sealed record BuildState(long BuildId, long BatchId, long SinceBatchId, bool KeepsDays, DateTimeOffset? Watermark, string Fingerprint, bool IsPartial);
