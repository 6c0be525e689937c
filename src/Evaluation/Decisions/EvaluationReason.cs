namespace GrpcExp.Evaluation;

/// <summary>Why a unit got its variant.</summary>
public enum EvaluationReason
{
    /// <summary>Never answered.</summary>
    Unspecified = 0,

    /// <summary>The default variant of a flag that treats every unit alike.</summary>
    Static = 1,

    /// <summary>The default variant: no experiment or rule took the unit.</summary>
    Default = 2,

    /// <summary>A rule or a forced unit.</summary>
    TargetingMatch = 3,

    /// <summary>An experiment or a percentage split.</summary>
    Split = 4,

    /// <summary>The kill switch: the off variant.</summary>
    Disabled = 5,

    /// <summary>A prerequisite was not met: the off variant.</summary>
    PrerequisiteFailed = 6,

    /// <summary>The default variant, because the unit is held out of the flag's experiments and no rule took it.</summary>
    Holdout = 7,

    /// <summary>No answer; see the error code.</summary>
    Error = 8,
}
