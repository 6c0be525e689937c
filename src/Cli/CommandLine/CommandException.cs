namespace GrpcExp.Cli.CommandLine;

/// <summary>Ends a command with a message for a person and an exit code.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(string message, int exitCode = CommandLine.ExitCode.Failed, Exception? cause = null)
        : base(message, cause) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>What was asked for makes no sense.</summary>
    public static CommandException BadUsage(string message) => new(message, CommandLine.ExitCode.BadUsage);
}
