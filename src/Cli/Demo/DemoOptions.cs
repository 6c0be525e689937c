namespace GrpcExp.Cli.Demo;

/// <summary>How the demo is to run.</summary>
/// <param name="IsServerSize">True for PostgreSQL and Redis instead of SQLite files.</param>
/// <param name="Serve">True to leave the server running until it is stopped.</param>
/// <param name="SeedFolder">Where the seeds are.</param>
/// <param name="Readout">Experiment that is printed in full.</param>
internal sealed record DemoOptions(bool IsServerSize, bool Serve, string SeedFolder, string Readout);
