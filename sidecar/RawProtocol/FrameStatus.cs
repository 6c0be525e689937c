namespace GrpcExp.Sidecar;

/// <summary>What the front of a buffer holds.</summary>
internal enum FrameStatus
{
    /// <summary>A whole frame.</summary>
    Complete,

    /// <summary>The beginning of a frame.</summary>
    Incomplete,

    /// <summary>No frame that could be accepted.</summary>
    Invalid,
}
