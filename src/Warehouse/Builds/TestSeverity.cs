namespace GrpcExp.Warehouse.Builds;

/// <summary>What a failed data test does.</summary>
public enum TestSeverity
{
    /// <summary>It is reported.</summary>
    Warn,

    /// <summary>
    /// On what the analysis rests on, it makes the scorecards of the experiments concerned RED. On what is made from the analysis, and
    /// in a build of a part without analysis, it stops the build, which is then not published.
    /// </summary>
    Error,
}
