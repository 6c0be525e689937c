namespace GrpcExp.Warehouse.Builds;

/// <summary>One model in one build.</summary>
/// <param name="Name">Model name.</param>
/// <param name="Materialization">view, table, incremental or computed.</param>
/// <param name="Rows">Rows in the relation after the step; null for a view.</param>
/// <param name="Elapsed">Time that connections worked on it; a second in which two of them did counts as two.</param>
public sealed record ModelRun(string Name, string Materialization, long? Rows, TimeSpan Elapsed);
