using System.CommandLine;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Commands;

/// <summary>The option --fail-on, for scripts that must stop at a bad scorecard.</summary>
internal static class FailOnVerdicts
{
    public static Option<FailOn> Option() => new("--fail-on")
    {
        Description = "Exit with 1 on a RED scorecard (red), or on a RED or YELLOW one (yellow).",
        DefaultValueFactory = _ => FailOn.Never,
    };

    /// <summary>The exit code for a verdict: GREEN, YELLOW or RED.</summary>
    public static int ExitCodeOf(FailOn failOn, string verdict) => (failOn, verdict) switch
    {
        (FailOn.Red or FailOn.Yellow, "RED") or (FailOn.Yellow, "YELLOW") => ExitCode.Failed,
        _ => ExitCode.Fine,
    };
}
