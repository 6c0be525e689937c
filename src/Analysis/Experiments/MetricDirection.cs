namespace GrpcExp.Analysis.Experiments;

/// <summary>Which change of a metric is good.</summary>
public enum MetricDirection
{
    /// <summary>More is better.</summary>
    Increase = 0,

    /// <summary>Less is better.</summary>
    Decrease,

    /// <summary>Neither: for a guardrail any change is bad, and a primary metric cannot win.</summary>
    Neutral,
}
