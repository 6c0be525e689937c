namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>What moves an experiment from one state to the next; the names are those of the methods.</summary>
internal enum Transition
{
    /// <summary>Replaces a draft; the state stays.</summary>
    UpdateExperiment,

    /// <summary>DRAFT → REVIEW.</summary>
    SubmitExperiment,

    /// <summary>REVIEW or APPROVED → DRAFT.</summary>
    RequestChanges,

    /// <summary>REVIEW → APPROVED.</summary>
    ApproveExperiment,

    /// <summary>APPROVED → RUNNING.</summary>
    StartExperiment,

    /// <summary>Raises traffic; the state stays.</summary>
    RampExperiment,

    /// <summary>RUNNING → CONCLUDED.</summary>
    ConcludeExperiment,

    /// <summary>To ARCHIVED.</summary>
    ArchiveExperiment,
}
