namespace GrpcExp.Analysis.Experiments;

/// <summary>How much a data-quality finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Checked and fine, or for information.</summary>
    Ok = 0,

    /// <summary>Shown; does not change the verdict.</summary>
    Warn,

    /// <summary>The result is invalid.</summary>
    Error,
}
