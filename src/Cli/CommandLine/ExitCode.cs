namespace GrpcExp.Cli.CommandLine;

/// <summary>What the process answers; documented in docs/cli.md.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Fine = 0;

    /// <summary>Not done: the data, a server or a build would not do it.</summary>
    public const int Failed = 1;

    /// <summary>Not begun: the command was not understood.</summary>
    public const int BadUsage = 2;
}
