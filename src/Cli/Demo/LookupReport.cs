namespace GrpcExp.Cli.Demo;

/// <summary>What live evaluation showed.</summary>
/// <param name="Lookups">Lookups answered while pipelined.</param>
/// <param name="PerSecond">Lookups a second over one connection, pipelined.</param>
/// <param name="Agreeing">Units whose live variant is the assigned one.</param>
/// <param name="FirstDisagreement">In words; empty when all agree.</param>
/// <param name="MedianMicroseconds">Round trip of a single lookup, median.</param>
/// <param name="P99Microseconds">The same, 99th percentile.</param>
internal sealed record LookupReport(
    int Lookups, double PerSecond, int Agreeing, string FirstDisagreement, double MedianMicroseconds, double P99Microseconds);
