namespace GrpcExp.Cli.Seeds;

/// <summary>One file of the seeds.</summary>
/// <param name="Rows">Rows without the header.</param>
/// <param name="Sha256">Of the whole file, lower hex.</param>
internal sealed record SeedFileSummary(int Rows, string Sha256);
