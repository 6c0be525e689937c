namespace GrpcExp.Warehouse.Catalog;

/// <summary>What a warehouse knows of its published builds.</summary>
/// <param name="BuildId">The newest of them.</param>
/// <param name="StartedAt">UTC time it began.</param>
/// <param name="FinishedAt">UTC time it ended.</param>
/// <param name="Watermark">UTC time of the newest raw event it saw; null when there were none.</param>
/// <param name="Models">By model, its newest published run; a build of selected models leaves the others' standing.</param>
/// <param name="Failures">By data test, rows it found in its newest published run.</param>
internal sealed record CatalogBuild(
    long BuildId,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    DateTimeOffset? Watermark,
    IReadOnlyDictionary<string, CatalogRun> Models,
    IReadOnlyDictionary<string, long> Failures);
