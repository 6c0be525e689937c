namespace GrpcExp.Cli.Commands;

/// <summary>Which verdicts make a command exit with 1.</summary>
internal enum FailOn
{
    /// <summary>None: a RED scorecard is an answer, not a failure.</summary>
    Never,

    /// <summary>RED.</summary>
    Red,

    /// <summary>RED and YELLOW.</summary>
    Yellow,
}
