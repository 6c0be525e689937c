namespace GrpcExp.Cli.Readouts;

/// <summary>A data-quality finding; severity OK, WARN or ERROR.</summary>
internal sealed record ReadoutFinding(string Check, string Severity, long Count, string Detail);
