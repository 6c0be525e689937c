namespace GrpcExp.Load.Populations;

/// <summary>What random numbers are drawn for.</summary>
internal enum DrawPurpose : byte
{
    /// <summary>An experiment's planted effect.</summary>
    Effect = 1,

    /// <summary>A unit's attributes.</summary>
    Unit,

    /// <summary>A unit's assignment in one half of the experiments.</summary>
    Assignment,

    /// <summary>An event.</summary>
    Event,

    /// <summary>The id of an event.</summary>
    EventId,
}
