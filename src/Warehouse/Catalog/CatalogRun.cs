namespace GrpcExp.Warehouse.Catalog;

/// <summary>A model's last run in a published build.</summary>
/// <param name="BuildId">Build it ran in.</param>
/// <param name="Rows">Rows then; null for a view.</param>
/// <param name="ElapsedMillis">Time it took, milliseconds.</param>
internal sealed record CatalogRun(long BuildId, long? Rows, double ElapsedMillis);
