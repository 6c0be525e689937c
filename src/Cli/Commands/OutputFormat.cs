namespace GrpcExp.Cli.Commands;

/// <summary>For whom a command writes.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: stable, snake_case.</summary>
    Json,
}
