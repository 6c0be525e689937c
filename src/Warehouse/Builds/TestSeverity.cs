namespace GrpcExp.Warehouse.Builds;

/// <summary>What a failed data test does.</summary>
public enum TestSeverity
{
    /// <summary>It is reported.</summary>
    Warn,

    /// <summary>It stops the build, which is then not published.</summary>
    Error,
}
