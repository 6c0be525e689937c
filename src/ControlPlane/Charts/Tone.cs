namespace GrpcExp.ControlPlane.Charts;

/// <summary>What a mark means, beside its place; colour never says it alone.</summary>
public enum Tone
{
    /// <summary>Nothing yet.</summary>
    Open = 0,

    /// <summary>A change for the better.</summary>
    Good,

    /// <summary>A change for the worse.</summary>
    Bad,
}
