namespace GrpcExp.Statistics;

/// <summary>How far a trust check undermines what it looked at; the bounds are those of the sample ratio.</summary>
public enum CheckSeverity
{
    /// <summary>The check could not be made; see the p-value's reason.</summary>
    Unknown = 0,

    /// <summary>p ≥ 0.01: nothing to see.</summary>
    Ok,

    /// <summary>0.001 ≤ p &lt; 0.01: look before trusting results.</summary>
    Warn,

    /// <summary>p &lt; 0.001: results that depend on it must not be used.</summary>
    Fail,
}
