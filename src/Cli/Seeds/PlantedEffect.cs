namespace GrpcExp.Cli.Seeds;

/// <summary>What was planted in an experiment. In manifest.json in lower snake case.</summary>
internal enum PlantedEffect
{
    /// <summary>The primary metric is clearly better in a treatment, and nothing is wrong.</summary>
    Winner,

    /// <summary>The primary metric is clearly worse.</summary>
    Loser,

    /// <summary>Nothing differs.</summary>
    Flat,

    /// <summary>The primary metric wins and a guardrail is clearly harmed.</summary>
    GuardrailViolation,

    /// <summary>The primary metric wins in total and clearly loses in one segment.</summary>
    SegmentLoser,

    /// <summary>The arms are not split as designed.</summary>
    SampleRatioMismatch,

    /// <summary>The primary metric wins before the planned units are there.</summary>
    EarlyWinner,

    /// <summary>Exposures of another variant than the assigned one, in numbers that no result survives.</summary>
    BrokenLogging,

    /// <summary>Never started, so there are no data.</summary>
    NotStarted,
}
