namespace GrpcExp.ControlPlane.Schedules;

/// <summary>What the dates of an experiment ask for; in the order in which several of one time are carried out.</summary>
internal enum DueMoveKind
{
    /// <summary>Its planned end has come, or it has run for as long as an experiment may.</summary>
    Conclude,

    /// <summary>Its scheduled start has come.</summary>
    Start,

    /// <summary>A step of its ramp plan has come.</summary>
    Ramp,
}
