namespace GrpcExp.Statistics.Interference;

/// <summary>What the two ways of assigning say about each other.</summary>
public enum InterferenceKind
{
    /// <summary>The comparison could not be made; see the p-value's reason.</summary>
    Unknown = 0,

    /// <summary>The two effects agree: no interference shows at this precision.</summary>
    None,

    /// <summary>The effect by cluster is the larger in size: units carry the treatment into the control, so an assignment by unit understates it.</summary>
    Spillover,

    /// <summary>The effect by cluster is the smaller in size: treated units gain at the control's expense, so an assignment by unit overstates it.</summary>
    Displacement,
}
