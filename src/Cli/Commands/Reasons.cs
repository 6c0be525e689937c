using System.CommandLine;

namespace GrpcExp.Cli.Commands;

/// <summary>Why something is changed: every change has a reason in the audit log.</summary>
internal static class Reasons
{
    /// <param name="otherwise">What stands in the log when nothing is said: the command itself.</param>
    public static Option<string> Option(string otherwise) =>
        new("--reason") { Description = "Why, for the audit log; at most 1,000 characters.", DefaultValueFactory = _ => otherwise };
}
