namespace GrpcExp.Cli.Seeds;

/// <summary>What is wrong with an assigned unit; at most one thing, so that every finding can be counted back.</summary>
internal enum UnitDefect
{
    None,

    /// <summary>Assigned again to the same variant, later and under another event id.</summary>
    RepeatedAssignment,

    /// <summary>Assigned later to another variant.</summary>
    Crossover,

    /// <summary>Its only exposure comes before its assignment.</summary>
    PreAssignmentExposure,

    /// <summary>Its only exposure comes after the experiment's end.</summary>
    LateExposure,

    /// <summary>Its only exposure shows another variant than the assigned one.</summary>
    VariantMismatch,

    /// <summary>Exposed to its own variant, later to another.</summary>
    MultipleVariants,

    /// <summary>Assigned and never exposed.</summary>
    NeverExposed,
}
