namespace GrpcExp.Analysis.Scorecards;

/// <summary>What to do about it.</summary>
public enum Recommendation
{
    /// <summary>YELLOW: keep running or change something; the reasons say what would settle it.</summary>
    Iterate = 0,

    /// <summary>GREEN.</summary>
    Ship,

    /// <summary>RED because of harm.</summary>
    DoNotShip,

    /// <summary>RED because the data cannot be trusted: sample ratio mismatch or a data-quality error.</summary>
    Invalid,
}
