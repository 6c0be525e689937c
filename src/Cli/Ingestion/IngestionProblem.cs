namespace GrpcExp.Cli.Ingestion;

/// <summary>A row that was not stored.</summary>
/// <param name="Line">Line of the file, from 1 with the header.</param>
/// <param name="Reason">Field, value and remedy.</param>
internal sealed record IngestionProblem(int Line, string Reason);
