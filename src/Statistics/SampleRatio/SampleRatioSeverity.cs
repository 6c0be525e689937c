namespace GrpcExp.Statistics.SampleRatio;

/// <summary>How far a sample ratio test undermines an experiment.</summary>
public enum SampleRatioSeverity
{
    /// <summary>The test could not be made; see the p-value's reason.</summary>
    Unknown = 0,

    /// <summary>p ≥ 0.01: the counts fit the design.</summary>
    Ok,

    /// <summary>0.001 ≤ p &lt; 0.01: look at assignment and logging before trusting the result.</summary>
    Warn,

    /// <summary>p &lt; 0.001: the result must not be used.</summary>
    Fail,
}
