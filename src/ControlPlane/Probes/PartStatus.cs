namespace GrpcExp.ControlPlane.Probes;

/// <summary>How a part that the server needs is.</summary>
internal enum PartStatus
{
    /// <summary>It was not asked for, so nothing is missing.</summary>
    Off,

    /// <summary>It does its part.</summary>
    Up,

    /// <summary>It does not.</summary>
    Down,
}
