namespace GrpcExp.Analysis.Scorecards;

/// <summary>The colour of a scorecard.</summary>
public enum Verdict
{
    /// <summary>Not decided: something is still open.</summary>
    Yellow = 0,

    /// <summary>The primary metric won and nothing speaks against it.</summary>
    Green,

    /// <summary>Harm was found, or the data cannot be trusted.</summary>
    Red,
}
