namespace GrpcExp.Analysis.Scorecards;

/// <summary>What one check means for the verdict.</summary>
public enum CheckStatus
{
    /// <summary>Worth showing, decides nothing.</summary>
    Noted = 0,

    /// <summary>Fine.</summary>
    Passed,

    /// <summary>Not settled: rules out GREEN.</summary>
    Open,

    /// <summary>Makes the verdict RED.</summary>
    Failed,
}
